package dev.kenari.kernel.cap;

import java.util.StringJoiner;

/**
 * Leave to do something with one object of the kernel, held in one space. Its place in the tree of derivation is in these fields: parent,
 * first child, and the children of one parent as a list.
 */
public final class Capability {
    /** To read memory or registers, to wait for a notification. */
    public static final int READ = 1;
    /** To write memory or registers, to signal a notification, to call a port. */
    public static final int WRITE = 2;
    /** To lend memory with a call. */
    public static final int LEND = 4;

    public static final int ALL = READ | WRITE | LEND;

    private final CapabilitySpace space;
    private final long number;
    private final Object object;
    private final int rights;
    private final long badge;
    private Capability parent;
    private Capability child;
    private Capability next;
    private Capability previous;

    Capability(CapabilitySpace space, long number, Capability parent, Object object, int rights, long badge) {
        this.space = space;
        this.number = number;
        this.parent = parent;
        this.object = object;
        this.rights = rights;
        this.badge = badge;
        if (parent != null) {
            next = parent.child;
            if (next != null) {
                next.previous = this;
            }
            parent.child = this;
        }
    }

    /** By which its holder knows it; never the same twice in one space. */
    public long number() {
        return number;
    }

    public Object object() {
        return object;
    }

    /** Whether it gives all of {@code wanted}. */
    public boolean gives(int wanted) {
        return (rights & wanted) == wanted;
    }

    /** By which the object tells holders apart: the bits that a notification gets; 0 if it was never badged. */
    public long badge() {
        return badge;
    }

    /** Whether it has not been taken away. */
    public boolean alive() {
        return space.holds(this);
    }

    /** Whether something was derived from it, and is still held. */
    public boolean hasDerived() {
        return child != null;
    }

    /** A copy in {@code into} that gives {@code rights}, no more than this one does. */
    public Capability derive(CapabilitySpace into, int rights) {
        return derive(into, object, rights, badge);
    }

    /** As {@link #derive(CapabilitySpace, int)}, and with a badge, which can't be changed once there is one (seL4's mint). */
    public Capability mint(CapabilitySpace into, int rights, long badge) {
        if (this.badge != 0) {
            throw new CapabilityFault("capability " + this + " has a badge");
        }
        return derive(into, object, rights, badge);
    }

    /** To a part of its memory. */
    public Capability derive(CapabilitySpace into, MemoryRange part, int rights) {
        if (!(object instanceof MemoryRange whole) || !whole.contains(part.address(), part.address() + part.length())) {
            throw new CapabilityFault(part + " is no part of capability " + this);
        }
        return derive(into, part, rights, badge);
    }

    private Capability derive(CapabilitySpace into, Object object, int rights, long badge) {
        if (!alive()) {
            throw new CapabilityFault("capability " + this + " was taken away");
        }
        if (!gives(rights)) {
            throw new CapabilityFault("more rights than capability " + this + " has");
        }
        return into.add(this, object, rights, badge);
    }

    /** Takes away all that was derived from it. */
    public void revoke() {
        while (child != null) {
            Capability leaf = child;
            while (leaf.child != null) {
                leaf = leaf.child;
            }
            leaf.remove();
        }
    }

    /** Takes it away, and all that was derived from it. Nothing happens if that was done before. */
    public void delete() {
        if (alive()) {
            revoke();
            remove();
        }
    }

    private void remove() {
        if (previous != null) {
            previous.next = next;
        } else if (parent != null) {
            parent.child = next;
        }
        if (next != null) {
            next.previous = previous;
        }
        parent = null;
        next = null;
        previous = null;
        space.removed(this);
    }

    static String text(int rights) {
        StringJoiner words = new StringJoiner(" and ");
        if ((rights & READ) != 0) {
            words.add("read");
        }
        if ((rights & WRITE) != 0) {
            words.add("write");
        }
        if ((rights & LEND) != 0) {
            words.add("lend");
        }
        return words.toString();
    }

    @Override
    public String toString() {
        return CapabilitySpace.text(number);
    }
}
