package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Sockets;
import dev.kenari.kernel.ipc.Grant;

/** send(2), sendmmsg(2). */
final class Send {
    /** Size of a {@code struct mmsghdr} and where in it {@code msg_len} is. */
    static final int MMSGHDR_BYTES = 64;

    static final int MAX_MESSAGES = 1024;

    private static final byte[] NO_CONTROL = new byte[0];

    private Send() {}

    static long sendto(Call call) throws Errno {
        long name = call.argument(4);
        byte[] to = name == 0 ? SocketAddress.NONE : SocketAddress.read(call, name, call.intArgument(5));
        long length = Math.min(call.argument(2) & Long.MAX_VALUE, 0x7FFF_F000L);
        return send(call, call.grant(1, length), to, NO_CONTROL, call.intArgument(3));
    }

    static long sendmsg(Call call) throws Errno {
        return send(call, call.argument(1), call.intArgument(2));
    }

    private static long send(Call call, long header, int flags) throws Errno {
        MessageHeader message = new MessageHeader(call, header);
        return send(call, message.buffers, message.destination(), message.controlMessages(), flags);
    }

    private static long send(Call call, Grant from, byte[] to, byte[] control, int flags) throws Errno {
        try {
            return call.channels().send(call.client(), call.intArgument(0), from, to, control, flags);
        } catch (Errno e) {
            throw (flags & Sockets.MSG_NOSIGNAL) == 0 ? FileSignals.raise(call, e) : e;
        }
    }

    static long sendmmsg(Call call) throws Errno {
        int count = (int) Math.min(call.argument(2) & 0xFFFF_FFFFL, MAX_MESSAGES);
        int done = 0;
        try {
            for (; done < count; done++) {
                long header = call.argument(1) + (long) done * MMSGHDR_BYTES;
                long sent = send(call, header, call.intArgument(3));
                call.memory().putInt(header + MessageHeader.BYTES, (int) sent);
            }
        } catch (Errno e) {
            if (done == 0) {
                throw e;
            }
        }
        return done;
    }
}
