package dev.kenari.vfs.fuse;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Poll;
import dev.kenari.kernel.ipc.Grant;
import dev.kenari.kernel.sync.WaitQueue;
import dev.kenari.machine.fuse.Fuse;
import dev.kenari.vfs.DeviceNumber;
import dev.kenari.vfs.FileSystem;
import dev.kenari.vfs.file.Client;
import dev.kenari.vfs.file.IoVector;
import dev.kenari.vfs.file.OpenFileDescription;
import dev.kenari.vfs.namespace.Path;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** /dev/fuse as a daemon has it open (fuse(4)): each read takes a request, each write brings a reply. EPERM before the mount. */
public final class FuseDevice extends OpenFileDescription {
    public static final int MAJOR = 10;
    public static final int MINOR = 229;

    private static final long NUMBER = DeviceNumber.of(MAJOR, MINOR);
    private static final int LEAST_BUFFER = 8192;
    private static final int LARGEST_MESSAGE = Fuse.MAX_TRANSFER + 4096;
    private static final int FUSE_DEV_IOC_CLONE = 0x8004_e500;

    private final WaitQueue readable = new WaitQueue();
    private FuseConnection connection;

    public FuseDevice(Path path, int flags) {
        super(path, flags);
    }

    public static boolean is(long device) {
        return device == NUMBER;
    }

    /** Serves a connection from now on. EINVAL if it does already. */
    void connect(FuseConnection to) throws Errno {
        if (connection != null) {
            throw Errno.EINVAL;
        }
        connection = to;
        to.opened(readable);
    }

    /** What is served here and mounted; null if nothing is. */
    FileSystem served() {
        return connection == null ? null : connection.served();
    }

    private FuseConnection connection() throws Errno {
        if (connection == null) {
            throw Errno.EPERM;
        }
        return connection;
    }

    @Override
    protected void released() {
        if (connection != null) {
            connection.closed(readable);
        }
    }

    @Override
    public void read(IoVector to) throws Errno {
        FuseConnection from = connection();
        if (to.remaining() < LEAST_BUFFER) {
            throw Errno.EINVAL;
        }
        while (true) {
            if (from.isOver()) {
                throw Errno.ENODEV;
            }
            byte[] request = from.next(to.remaining(LARGEST_MESSAGE));
            if (request != null) {
                to.put(request, 0, request.length);
                return;
            }
            if (nonBlocking()) {
                throw Errno.EAGAIN;
            }
            readable.sleep();
        }
    }

    @Override
    public void write(IoVector from) throws Errno {
        FuseConnection to = connection();
        if (from.remaining() > LARGEST_MESSAGE) {
            throw Errno.EINVAL;
        }
        byte[] message = from.take((int) from.remaining());
        boolean accepted = false;
        try {
            to.reply(message);
            accepted = true;
        } finally {
            from.giveBack(accepted ? 0 : message.length);
        }
    }

    @Override
    public int poll(int events) throws Errno {
        if (connection == null || connection.isOver()) {
            return Poll.POLLERR;
        }
        int in = connection.hasRequest() ? Poll.POLLIN | Poll.POLLRDNORM : 0;
        return events & (Poll.POLLOUT | Poll.POLLWRNORM | in);
    }

    @Override
    public WaitQueue waitQueue() {
        return readable;
    }

    @Override
    public long ioctl(Client client, int request, long argument, Grant memory) throws Errno {
        if (request != FUSE_DEV_IOC_CLONE) {
            throw Errno.ENOTTY;
        }
        byte[] fd = new byte[Integer.BYTES];
        inode().superBlock().kernel().granted().read(memory, 0, fd, 0, fd.length);
        int number = ByteBuffer.wrap(fd).order(ByteOrder.LITTLE_ENDIAN).getInt();
        if (!(client.file(number) instanceof FuseDevice other)) {
            throw Errno.EINVAL;
        }
        connect(other.connection());
        return 0;
    }
}
