package dev.kenari.vfs.pipe;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.kernel.Kernel;
import dev.kenari.vfs.file.Client;
import dev.kenari.vfs.file.FifoOpener;
import dev.kenari.vfs.file.OpenFileDescription;
import dev.kenari.vfs.namespace.Path;

/** Makes pipes and opens FIFOs: a pipe with a name (fifo(7)). */
public final class Fifo implements FifoOpener {
    private final Kernel kernel;

    public Fifo(Kernel kernel) {
        this.kernel = kernel;
    }

    /** Both ends of a new pipe at {@code path}, the one to read from first. */
    public PipeEnd[] pipe(Path path, int flags) {
        Pipe pipe = new Pipe(kernel.frames());
        path.inode().setSpecial(pipe);
        int kept = flags & (Fcntl.O_NONBLOCK | Fcntl.O_DIRECT);
        return new PipeEnd[] {
            new PipeEnd(path, kept | Fcntl.O_RDONLY, pipe, kernel.granted()),
            new PipeEnd(path, kept | Fcntl.O_WRONLY, pipe, kernel.granted())
        };
    }

    @Override
    public OpenFileDescription open(Path path, int flags, Client client) throws Errno {
        int access = flags & Fcntl.O_ACCMODE;
        if (access == Fcntl.O_ACCMODE) {
            throw Errno.EINVAL;
        }
        Pipe pipe = path.inode().special() instanceof Pipe existing ? existing : new Pipe(kernel.frames());
        boolean nonBlocking = (flags & Fcntl.O_NONBLOCK) != 0;
        if (access == Fcntl.O_WRONLY && nonBlocking && pipe.readers() == 0) {
            throw Errno.ENXIO;
        }
        path.inode().setSpecial(pipe);
        PipeEnd end = new PipeEnd(path, flags, pipe, kernel.granted());
        // Opened again through /proc/PID/fd/N: a pipe's other end is where it is, or gone for good.
        boolean unnamed = path.inode().superBlock().fileSystem() == null;
        if (nonBlocking || access == Fcntl.O_RDWR || unnamed) {
            return end;
        }
        try {
            if (access == Fcntl.O_RDONLY) {
                int before = pipe.writersEver();
                while (pipe.writers() == 0 && pipe.writersEver() == before) {
                    pipe.readQueue().sleep();
                }
            } else {
                int before = pipe.readersEver();
                while (pipe.readers() == 0 && pipe.readersEver() == before) {
                    pipe.writeQueue().sleep();
                }
            }
        } catch (Errno e) {
            end.release();
            throw e;
        }
        return end;
    }
}
