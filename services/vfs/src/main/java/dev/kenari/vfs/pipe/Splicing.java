package dev.kenari.vfs.pipe;

import dev.kenari.abi.Errno;
import dev.kenari.machine.bus.PhysicalMemory;
import dev.kenari.vfs.file.ArrayVector;

/** Moving bytes between a pipe and something else without losing any (splice(2), tee(2)). */
public final class Splicing {
    private static final int CHUNK = 1 << 16;

    /** What is not the pipe. */
    public interface Peer {
        /** Reads at most {@code length} bytes; empty at the end. May sleep. */
        byte[] read(int length) throws Errno;

        /** Writes some of the first {@code count} bytes and says how many. May sleep. */
        int write(byte[] from, int count) throws Errno;
    }

    private final PhysicalMemory memory;

    public Splicing(PhysicalMemory memory) {
        this.memory = memory;
    }

    /** From a pipe until {@code length} bytes are moved, the pipe is empty, or the peer takes less than it is given. */
    public long fromPipe(PipeEnd from, Peer to, long length, boolean nonBlocking) throws Errno {
        long done = 0;
        while (done < length) {
            int wanted = (int) Math.min(CHUNK, length - done);
            int moved;
            try {
                moved = from.pipe().drain(to::write, wanted, nonBlocking || from.nonBlocking() || done > 0);
            } catch (Errno e) {
                if (done == 0) {
                    throw e;
                }
                break;
            }
            if (moved == 0) {
                break;
            }
            done += moved;
        }
        return done;
    }

    /** Into a pipe, as much as fits once there is room. */
    public long toPipe(Peer from, PipeEnd to, long length, boolean nonBlocking) throws Errno {
        if (length == 0) {
            return 0;
        }
        awaitRoom(to, nonBlocking || to.nonBlocking());
        byte[] bytes = from.read((int) Math.min(Math.min(CHUNK, length), to.pipe().free()));
        if (bytes.length > 0) {
            to.pipe().write(new ArrayVector(bytes, bytes.length, memory), false, false);
        }
        return bytes.length;
    }

    private static void awaitRoom(PipeEnd to, boolean nonBlocking) throws Errno {
        Pipe pipe = to.pipe();
        while (pipe.free() == 0 || pipe.readers() == 0) {
            if (pipe.readers() == 0) {
                throw Errno.EPIPE;
            }
            if (nonBlocking) {
                throw Errno.EAGAIN;
            }
            pipe.writeQueue().sleep();
        }
    }

    /** From pipe to pipe; with {@code keep} the bytes stay in the first too. */
    public long betweenPipes(PipeEnd from, PipeEnd to, long length, boolean nonBlocking, boolean keep) throws Errno {
        if (from.pipe() == to.pipe()) {
            throw Errno.EINVAL;
        }
        if (length == 0) {
            return 0;
        }
        awaitRoom(to, nonBlocking || to.nonBlocking());
        int wanted = (int) Math.min(length, CHUNK);
        int[] copied = new int[1];
        int moved = from.pipe().drain(
                (bytes, count) -> {
                    // The room was there before this call waited for bytes.
                    awaitRoom(to, nonBlocking || to.nonBlocking());
                    copied[0] = (int) Math.min(count, to.pipe().free());
                    to.pipe().write(new ArrayVector(bytes, copied[0], memory), false, false);
                    return keep ? 0 : copied[0];
                },
                wanted,
                nonBlocking || from.nonBlocking());
        return keep ? copied[0] : moved;
    }
}
