package dev.kenari.vfs.service;

import dev.kenari.abi.Errno;
import dev.kenari.vfs.file.ArrayVector;
import dev.kenari.vfs.file.Client;
import dev.kenari.vfs.file.OpenFileDescription;
import dev.kenari.machine.bus.PhysicalMemory;

/** Moving bytes between open files inside the kernel: sendfile(2), copy_file_range(2), splice(2). */
final class Copying {
    private static final int CHUNK = 1 << 17;

    private final PhysicalMemory memory;

    Copying(VirtualFileSystem vfs) {
        memory = vfs.kernel().frames().memory();
    }

    /** From a file with offsets, so that what the other side does not take is not lost. Offset -1: the position. */
    long copy(Client client, OpenFileDescription in, long inOffset, OpenFileDescription out, long outOffset, long length)
            throws Errno {
        if (in.inode().isDirectory() || out.inode().isDirectory()) {
            throw Errno.EISDIR;
        }
        if (inOffset < -1 || outOffset < -1) {
            throw Errno.EINVAL;
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
    static void checkRegular(OpenFileDescription file) throws Errno {
        if (!file.inode().isRegular()) {
            throw file.inode().isDirectory() ? Errno.EISDIR : Errno.EINVAL;
        }
    }

    private long write(Client client, OpenFileDescription out, long offset, byte[] buffer, int count) throws Errno {
        int allowed = (int) TransferCalls.allowed(client, out, offset, count);
        return TransferCalls.write(client, out, new ArrayVector(buffer, allowed, memory), offset);
    }

    /** As splice(2): from or to a pipe. A pipe that is read from is never the one that ends the call with bytes in hand. */
    long splice(
            Client client, OpenFileDescription in, long inOffset, OpenFileDescription out, long outOffset, long length)
            throws Errno {
        throw Errno.EINVAL;
    }
}
