package dev.kenari.kernel.cap;

import dev.kenari.kernel.ipc.IpcCounters;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * What one domain, or the kernel, holds. A capability's number is its slot and how often the slot was used before, so that a number that
 * somebody made up (forged) can be told from one whose capability was taken away (stale).
 */
public final class CapabilitySpace {
    private static final int FIRST_SLOTS = 16;
    /** A number's low bits are its slot, the others the use of it. */
    private static final int USE = 20;
    private static final int SLOT = (1 << USE) - 1;

    private final String holder;
    private final IpcCounters counters;
    private final Consumer<Capability> whenTaken;
    private Capability[] slots = new Capability[FIRST_SLOTS];
    /** How often each was used; the number of a slot that never was is 0. */
    private long[] uses = new long[FIRST_SLOTS];
    private int[] free = new int[FIRST_SLOTS];
    private int freeCount;
    private int end;

    /**
     * @param holder whose it is, for messages
     * @param whenTaken hears of each capability that has left the space; must not sleep
     */
    public CapabilitySpace(String holder, IpcCounters counters, Consumer<Capability> whenTaken) {
        this.holder = holder;
        this.counters = counters;
        this.whenTaken = whenTaken;
    }

    private static int slot(long number) {
        return (int) number & SLOT;
    }

    static String text(long number) {
        return slot(number) + "." + (number >>> USE);
    }

    /** For the kernel only: all rights to an object, derived from nothing. */
    public Capability create(Object object) {
        return add(null, object, Capability.ALL, 0);
    }

    Capability add(Capability parent, Object object, int rights, long badge) {
        int slot = freeCount > 0 ? free[--freeCount] : end++;
        if (slot > SLOT) {
            throw new CapabilityFault("more than " + SLOT + " capabilities of " + holder);
        }
        if (slot == slots.length) {
            slots = Arrays.copyOf(slots, 2 * slot);
            uses = Arrays.copyOf(uses, 2 * slot);
            free = Arrays.copyOf(free, 2 * slot);
        }
        Capability made = new Capability(this, ++uses[slot] << USE | slot, parent, object, rights, badge);
        slots[slot] = made;
        if (parent != null) {
            counters.derived();
        }
        return made;
    }

    boolean holds(Capability capability) {
        return slots[slot(capability.number())] == capability;
    }

    void removed(Capability capability) {
        int slot = slot(capability.number());
        slots[slot] = null;
        free[freeCount++] = slot;
        counters.takenAway();
        whenTaken.accept(capability);
    }

    /**
     * The object of capability {@code number}.
     *
     * @param rights what it must give
     * @throws CapabilityFault if the number was made up, or the capability taken away, or to something else, or without the rights
     */
    public <T> T find(long number, Class<T> type, int rights) {
        Capability found = capability(number);
        if (!type.isInstance(found.object())) {
            throw refused("capability " + text(number) + " of " + holder + " is to something else");
        }
        if (!found.gives(rights)) {
            throw refused("capability " + text(number) + " of " + holder + " does not give leave to "
                    + Capability.text(rights));
        }
        return type.cast(found.object());
    }

    /**
     * Capability {@code number}, to derive from.
     *
     * @throws CapabilityFault if the number was made up, or the capability taken away
     */
    public Capability capability(long number) {
        int slot = slot(number);
        if (slot < end) {
            Capability found = slots[slot];
            if (found != null && found.number() == number) {
                return found;
            }
            long use = number >>> USE;
            if (use > 0 && use <= uses[slot]) {
                throw refused("stale capability " + text(number) + " of " + holder);
            }
        }
        throw refused("forged capability " + text(number) + " of " + holder);
    }

    private CapabilityFault refused(String what) {
        counters.refused();
        return new CapabilityFault(what);
    }

    /** Capabilities that it holds. */
    public int size() {
        return end - freeCount;
    }

    /** Takes everything away, and what was derived from it. */
    public void clear() {
        for (int slot = 0; slot < end; slot++) {
            if (slots[slot] != null) {
                slots[slot].delete();
            }
        }
    }
}
