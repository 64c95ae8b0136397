package dev.kenari.process.exec;

import dev.kenari.kernel.mm.AddressSpace;
import dev.kenari.kernel.mm.Frames;
import java.nio.ByteBuffer;

/**
 * Where the parts of a program go, each moved by a random number of pages (address space layout randomisation), as Linux places
 * them under Sv39.
 *
 * @param stackTop end of the stack
 * @param mapBase where mmap(2) begins, downwards
 * @param programBase where a position-independent executable goes that has an interpreter
 * @param heapGap bytes between the executable and the heap
 * @param stackGap bytes between the strings on the stack and what lies below
 */
record Layout(long stackTop, long mapBase, long programBase, long heapGap, int stackGap) {
    /** Random bytes that {@link #random} takes. */
    static final int RANDOM_BYTES = 20;

    private static final long STACK_PAGES = 1 << 18;
    private static final long MAP_PAGES = 1 << 18;
    private static final long HEAP_PAGES = 1 << 18;
    private static final int STACK_GAP = 8192;
    private static final long MIN_GAP = 128L << 20;
    private static final long STACK_GUARD = 1L << 20;

    /** @param stackLimit RLIMIT_STACK, soft */
    static Layout random(byte[] random, long stackLimit) {
        ByteBuffer from = ByteBuffer.wrap(random);
        long room = STACK_PAGES * Frames.SIZE + STACK_GUARD;
        long most = AddressSpace.TOP / 6 * 5;
        long gap = Math.clamp(stackLimit > most - room ? most : stackLimit + room, MIN_GAP, most);
        return new Layout(
                AddressSpace.TOP - pages(from, STACK_PAGES),
                (AddressSpace.TOP - gap & -Frames.SIZE) - pages(from, MAP_PAGES),
                (AddressSpace.TOP / 3 * 2 & -Frames.SIZE) + pages(from, MAP_PAGES),
                pages(from, HEAP_PAGES),
                Math.floorMod(from.getInt(), STACK_GAP) & -16);
    }

    /** Without randomisation (personality(2), ADDR_NO_RANDOMIZE). */
    static Layout fixed(long stackLimit) {
        return random(new byte[RANDOM_BYTES], stackLimit);
    }

    private static long pages(ByteBuffer from, long bound) {
        return Math.floorMod(from.getInt(), bound) * Frames.SIZE;
    }
}
