package dev.kenari.kernel.crash;

import dev.kenari.kernel.mm.Frames;
import dev.kenari.machine.bus.PhysicalMemory;

/** The frames of a stopped machine that hold something: in use, and not all zero. */
public final class UsedFrames {
    /** Takes what is in a frame. */
    @FunctionalInterface
    public interface Visitor<X extends Exception> {
        /** @param bytes the visitor's until it returns */
        void visit(long address, byte[] bytes) throws X;
    }

    private final Frames frames;

    UsedFrames(Frames frames) {
        this.frames = frames;
    }

    /** Visits them in order of their addresses. */
    public <X extends Exception> void forEach(Visitor<X> visitor) throws X {
        PhysicalMemory memory = frames.memory();
        byte[] bytes = new byte[Frames.SIZE];
        for (int i = 0; i < frames.total(); i++) {
            long frame = memory.base() + ((long) i << Frames.SHIFT);
            if (frames.references(frame) > 0) {
                memory.read(frame, bytes, 0, Frames.SIZE);
                if (!isZero(bytes)) {
                    visitor.visit(frame, bytes);
                }
            }
        }
    }

    private static boolean isZero(byte[] bytes) {
        for (byte b : bytes) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }
}
