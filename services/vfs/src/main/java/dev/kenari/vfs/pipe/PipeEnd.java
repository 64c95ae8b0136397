package dev.kenari.vfs.pipe;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.abi.Ioctl;
import dev.kenari.abi.Poll;
import dev.kenari.abi.Words;
import dev.kenari.kernel.ipc.Grant;
import dev.kenari.kernel.mm.GrantedMemory;
import dev.kenari.kernel.sync.WaitQueue;
import dev.kenari.vfs.file.Client;
import dev.kenari.vfs.file.IoVector;
import dev.kenari.vfs.file.OpenFileDescription;
import dev.kenari.vfs.namespace.Path;

/** One open end of a pipe, or both, as open(2) with O_RDWR of a FIFO gives. */
public final class PipeEnd extends OpenFileDescription {
    private final Pipe pipe;
    private final GrantedMemory memory;
    /** Writers before this end was opened: without one since, the end of file is no hang-up yet. */
    private final int writersBefore;

    /** Counts as a reader, a writer or both by the access mode in {@code flags}. */
    PipeEnd(Path path, int flags, Pipe pipe, GrantedMemory memory) {
        super(path, flags);
        this.pipe = pipe;
        this.memory = memory;
        this.writersBefore = pipe.writersEver() - pipe.writers();
        pipe.opened(readable(), writable());
    }

    public Pipe pipe() {
        return pipe;
    }

    @Override
    protected void released() {
        pipe.closed(readable(), writable());
        if (pipe.readers() == 0 && pipe.writers() == 0) {
            inode().setSpecial(null);
        }
    }

    @Override
    public void read(IoVector to) throws Errno {
        pipe.read(to, nonBlocking());
    }

    @Override
    public void write(IoVector from) throws Errno {
        pipe.write(from, (flags() & Fcntl.O_DIRECT) != 0, nonBlocking());
    }

    @Override
    public int poll(int events) {
        int ready = 0;
        if (readable()) {
            ready |= pipe.pollRead(pipe.writersEver() > writersBefore);
        }
        if (writable()) {
            ready |= pipe.pollWrite();
        }
        return ready & (events | Poll.POLLERR | Poll.POLLHUP);
    }

    @Override
    public WaitQueue waitQueue() {
        if (readable() && writable()) {
            return pipe.either();
        }
        return readable() ? pipe.readQueue() : pipe.writeQueue();
    }

    @Override
    public long ioctl(Client client, int request, long argument, Grant grant) throws Errno {
        if (request != Ioctl.FIONREAD) {
            throw Errno.ENOTTY;
        }
        memory.write(grant, 0, Words.ofInt((int) pipe.size()), 0, Integer.BYTES);
        return 0;
    }

    @Override
    public long control(int command, long argument) throws Errno {
        return switch (command) {
            case Fcntl.F_GETPIPE_SZ -> pipe.capacity();
            case Fcntl.F_SETPIPE_SZ -> pipe.resize(argument & 0xFFFF_FFFFL);
            default -> super.control(command, argument);
        };
    }
}
