package dev.kenari.kernel.domain;

import java.lang.reflect.Array;
import java.nio.charset.Charset;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * What a domain has used, and whether it may go on. Rewritten code calls it at method entries, loop back-edges, handlers, allocations and
 * returns from the kernel; each of these is a few instructions on plain fields, and everything else happens once a slice. The fields belong
 * to the task of the domain that runs, of which there is one at a time, under the kernel lock.
 */
public final class DomainBudget {
    /** Polls between two looks at quota, kill and scheduler. */
    public static final int POLLS_A_SLICE = 1 << 14;

    /** Turns of a loop that count together. */
    static final int TURNS_A_POLL = 64;
    /** Characters of the longest string that a domain may make. */
    public static final int MAX_TEXT = 1 << 15;

    private final DomainQuota quota;
    private final HeapSamples heap;
    private final BooleanSupplier reschedule;
    private final Consumer<String> faulted;

    private int countdown = POLLS_A_SLICE;
    private int depth;
    private int room;
    private int slices;
    private volatile String end;

    /**
     * @param reschedule called in the domain's task once a slice; may let other tasks run. Returns whether the task has slept since the last
     *     slice: what it may use in one go begins anew
     * @param faulted hears once why the domain ended by itself
     */
    public DomainBudget(DomainQuota quota, BooleanSupplier reschedule, Consumer<String> faulted) {
        this.quota = quota;
        this.reschedule = reschedule;
        this.faulted = faulted;
        heap = new HeapSamples(quota.heapBytes());
        room = heap.interval();
    }

    /** A request begins in a task of the domain: its own stack and slices. */
    public void begin() {
        depth = 0;
        slices = quota.slices();
    }

    /** Ends the domain: its code throws {@link DomainKilled} at its next poll, and again at every other. Any thread. */
    public void kill(String why) {
        if (end == null) {
            end = why;
        }
    }

    /** The next poll, whichever task makes it, ends the slice. */
    public void interrupt() {
        countdown = 0;
    }

    /** Why the domain ended; null while it lives. */
    public String end() {
        return end;
    }

    /** Ends the domain for what its code did, and unwinds it. */
    DomainKilled fault(String why) {
        if (end == null) {
            end = why;
            faulted.accept(why);
        }
        throw new DomainKilled(end);
    }

    /** After so many turns of a loop. */
    public void turns() {
        if ((countdown -= TURNS_A_POLL) < 0) {
            slice();
        }
    }

    /** At a method's entry: its frame takes {@code words}. Returns the depth of its caller. */
    public int enter(int words) {
        int caller = depth;
        depth = caller + words;
        if (--countdown < 0 || depth > quota.stackWords()) {
            slice();
        }
        return caller;
    }

    /** Where a method returns, and after a call into the kernel, in which other tasks of the domain may have run. */
    public void at(int words) {
        depth = words;
    }

    /** After a call into the kernel. */
    public void back(int words) {
        depth = words;
        if (--countdown < 0) {
            slice();
        }
    }

    /** First thing in every handler; throws instead of letting the domain handle its own death. */
    public void caught(Throwable thrown, int words) {
        depth = words;
        if (thrown instanceof VirtualMachineError e) {
            throw fault(e instanceof StackOverflowError ? "stack overflow" : "out of memory");
        }
        if (end != null) {
            throw new DomainKilled(end);
        }
        if (--countdown < 0) {
            slice();
        }
    }

    private void slice() {
        check();
        if (depth > quota.stackWords()) {
            throw fault("stack of more than " + quota.stackWords() + " words");
        }
        if (--slices < 0) {
            throw fault("CPU budget of " + quota.slices() + " slices exceeded");
        }
        int mine = depth;
        int left = slices;
        boolean slept = reschedule.getAsBoolean();
        depth = mine;
        slices = slept ? quota.slices() : left;
        countdown = POLLS_A_SLICE;
        check();
    }

    private void check() {
        if (end != null) {
            countdown = 0;
            throw new DomainKilled(end);
        }
    }

    /** Before an object of {@code bytes} is made whose constructor calls {@link #made(Object)}. */
    public void charge(int bytes) {
        room -= bytes;
        if (room < -heap.interval()) {
            sample(null);
        }
    }

    /** At the end of a constructor. */
    public void made(Object object) {
        if (room < 0) {
            sample(object);
        }
    }

    /** After something of {@code bytes} was made. */
    public void made(Object object, int bytes) {
        room -= bytes;
        if (room < 0) {
            sample(object);
        }
    }

    /** After a method of the JDK has made {@code object}. */
    public void result(Object object) {
        if (object != null) {
            // The trace of an exception has something for each frame.
            made(object, ObjectSizes.of(object) + (object instanceof Throwable ? 2 * depth : 0));
            if (object instanceof String text) {
                checkText(text);
            }
        }
    }

    /** Before an array is made. */
    public void array(int length, int elementBytes) {
        array((long) length * elementBytes);
    }

    /** Before an array of arrays is made: {@code bytes} in all, as {@link #times} counts. */
    public void array(long bytes) {
        long all = bytes + ObjectSizes.ARRAY;
        if (all > heap.interval() && !heap.fits(all)) {
            throw fault("heap of more than " + quota.heapBytes() + " bytes");
        }
        room -= (int) Math.min(Math.max(all, 0), 1 << 30);
    }

    /** An array whose type the caller has as a class. */
    public Object newArray(Class<?> component, int length) {
        array(length, Long.BYTES);
        Object array = Array.newInstance(component, length);
        made(array);
        return array;
    }

    /** A string for which there is room; bytes become at most as many characters. */
    public String text(byte[] bytes, int offset, int length, Charset charset) {
        array(length, Character.BYTES);
        String text = new String(bytes, offset, length, charset);
        made(text);
        return checkText(text);
    }

    /** A domain's strings are bounded, so that what a method of the JDK makes of a few of them is. */
    private String checkText(String text) {
        if (text.length() > MAX_TEXT) {
            throw fault("a string of " + text.length() + " characters");
        }
        return text;
    }

    /** Before an array is cloned. */
    public void cloning(Object array) {
        array(ObjectSizes.of(array));
    }

    /** Elements of an array of arrays, saturating; what follows a negative or zero length does not count. */
    public static long times(long count, int length) {
        return length <= 0 ? 0 : Math.min(count * length, 1L << 40);
    }

    private void sample(Object object) {
        room = heap.add(object, (long) heap.interval() - room);
        if (!heap.fits(0)) {
            throw fault("heap of more than " + quota.heapBytes() + " bytes");
        }
    }

    /** Live bytes by the last count. */
    public long heapBytes() {
        return heap.live();
    }
}
