package dev.kenari.vfs.service;

import dev.kenari.abi.Errno;
import dev.kenari.machine.bus.PhysicalMemory;
import dev.kenari.vfs.file.ArrayVector;
import dev.kenari.vfs.file.Client;
import dev.kenari.vfs.file.OpenFileDescription;
import dev.kenari.vfs.pipe.PipeEnd;
import dev.kenari.vfs.pipe.Splicing;
import java.util.Arrays;

/** Moving bytes between open files inside the kernel: sendfile(2), copy_file_range(2), splice(2). */
final class Copying {
    private static final int CHUNK = 1 << 17;

    private final PhysicalMemory memory;
    private final Splicing splicing;

    Copying(VirtualFileSystem vfs) {
        memory = vfs.kernel().frames().memory();
        splicing = new Splicing(memory);
    }

    /** From a file with offsets, so that what the other side does not take is not lost. Offset -1: the position. */
    long copy(
            Client client, OpenFileDescription in, long inOffset, OpenFileDescription out, long outOffset, long length)
            throws Errno {
        if (inOffset < -1 || outOffset < -1) {
            throw Errno.EINVAL;
        }
        if (length == 0) {
            return 0;
        }
        if (in.inode().isDirectory() || out.inode().isDirectory()) {
            throw Errno.EISDIR;
        }
        byte[] buffer = new byte[(int) Math.min(CHUNK, length)];
        long done = 0;
        while (done < length) {
            long from = inOffset == -1 ? in.position() : inOffset + done;
            int wanted = (int) Math.min(buffer.length, length - done);
            long moved;
            try {
                int count = (int) TransferCalls.read(client, in, new ArrayVector(buffer, wanted, memory), from);
                if (count == 0) {
                    break;
                }
                moved = write(client, out, outOffset == -1 ? -1 : outOffset + done, buffer, count);
                done += moved;
                if (inOffset == -1) {
                    in.setPosition(from + moved);
                }
                if (moved < count || count < wanted) {
                    break;
                }
            } catch (Errno e) {
                if (done == 0) {
                    throw e == Errno.ESPIPE ? Errno.EINVAL : e;
                }
                break;
            }
        }
        return done;
    }

    /** @throws Errno EISDIR, EINVAL */
    static void checkRegular(OpenFileDescription in, OpenFileDescription out) throws Errno {
        if (in.inode().isDirectory() || out.inode().isDirectory()) {
            throw Errno.EISDIR;
        }
        if (!in.inode().isRegular() || !out.inode().isRegular()) {
            throw Errno.EINVAL;
        }
    }

    private long write(Client client, OpenFileDescription out, long offset, byte[] buffer, int count) throws Errno {
        int allowed = (int) TransferCalls.allowed(client, out, offset, count);
        return TransferCalls.write(client, out, new ArrayVector(buffer, allowed, memory), offset);
    }

    /** splice(2): one of the two is a pipe. An offset of -1 is the position. */
    long splice(
            Client client,
            OpenFileDescription in,
            long inOffset,
            OpenFileDescription out,
            long outOffset,
            long length,
            boolean nonBlocking)
            throws Errno {
        in.retain();
        out.retain();
        try {
            if (in instanceof PipeEnd from) {
                checkNoOffset(inOffset);
                if (out instanceof PipeEnd to) {
                    checkNoOffset(outOffset);
                    return splicing.betweenPipes(from, to, length, nonBlocking, false);
                }
                if (out.appending()) {
                    throw Errno.EINVAL;
                }
                return splicing.fromPipe(from, peer(client, out, outOffset), length, nonBlocking);
            }
            if (out instanceof PipeEnd to) {
                checkNoOffset(outOffset);
                return splicing.toPipe(peer(client, in, inOffset), to, length, nonBlocking);
            }
            throw Errno.EINVAL;
        } finally {
            out.release();
            in.release();
        }
    }

    private static void checkNoOffset(long offset) throws Errno {
        if (offset != -1) {
            throw Errno.ESPIPE;
        }
    }

    /** tee(2): from pipe to pipe. */
    long tee(OpenFileDescription in, OpenFileDescription out, long length, boolean nonBlocking) throws Errno {
        if (!(in instanceof PipeEnd from) || !(out instanceof PipeEnd to)) {
            throw Errno.EINVAL;
        }
        in.retain();
        out.retain();
        try {
            return splicing.betweenPipes(from, to, length, nonBlocking, true);
        } finally {
            out.release();
            in.release();
        }
    }

    private Splicing.Peer peer(Client client, OpenFileDescription file, long offset) {
        return new Splicing.Peer() {
            private long done;

            @Override
            public byte[] read(int length) throws Errno {
                byte[] bytes = new byte[length];
                int count = (int) TransferCalls.read(client, file, new ArrayVector(bytes, length, memory), at());
                done += count;
                return count == length ? bytes : Arrays.copyOf(bytes, count);
            }

            @Override
            public int write(byte[] from, int count) throws Errno {
                int written = (int) Copying.this.write(client, file, at(), from, count);
                done += written;
                return written;
            }

            private long at() {
                return offset == -1 ? -1 : offset + done;
            }
        };
    }
}
