package dev.kenari.vfs.fuse;

import static dev.kenari.vfs.fuse.FuseReplies.atLeast;

import dev.kenari.abi.Errno;
import dev.kenari.drivers.virtio.fuse.FuseRequest;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.ipc.Grant;
import dev.kenari.machine.fuse.Fuse;
import java.nio.ByteBuffer;

/**
 * ioctl(2) of a daemon's file, <em>restricted</em> (include/uapi/linux/fuse.h): the request's number says how many bytes go which
 * way, and nothing else of the caller's memory is the daemon's business.
 */
final class FuseIoctls {
    private static final int WRITE = 1;
    private static final int READ = 2;
    private static final int LARGEST_ERROR = 4095;

    private final Kernel kernel;
    private final FuseConnection connection;

    FuseIoctls(Kernel kernel, FuseConnection connection) {
        this.kernel = kernel;
        this.connection = connection;
    }

    /** @param memory what {@code argument} points to */
    long call(long node, long fileHandle, int flags, int number, long argument, Grant memory) throws Errno {
        int size = number >>> 16 & 0x3FFF;
        byte[] in = new byte[(number >>> 30 & WRITE) != 0 ? size : 0];
        int outSize = (number >>> 30 & READ) != 0 ? size : 0;
        if (in.length > 0) {
            kernel.granted().read(memory, 0, in, 0, in.length);
        }
        FuseRequest request = new FuseRequest(Fuse.IOCTL, node, 32 + in.length);
        request.wide(fileHandle).word(flags).word(number).wide(argument).word(in.length).word(outSize);
        ByteBuffer reply = ask(request.bytes(in, 0, in.length));
        int result = reply.getInt();
        // More than was agreed, or the wish to see other memory: only a driver with CUSE may.
        if (reply.getInt() != 0 || result < -LARGEST_ERROR) {
            throw Errno.EIO;
        }
        reply.position(16);
        if (result < 0) {
            throw Errno.of(-result);
        }
        byte[] out = new byte[reply.remaining()];
        if (out.length > outSize) {
            throw Errno.EIO;
        }
        reply.get(out);
        kernel.granted().write(memory, 0, out, 0, out.length);
        return result;
    }

    private ByteBuffer ask(FuseRequest request) throws Errno {
        try {
            return atLeast(connection.call(request), 16);
        } catch (Errno e) {
            throw e == Errno.ENOSYS ? Errno.ENOTTY : e;
        }
    }
}
