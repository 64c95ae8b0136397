package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Sockets;
import dev.kenari.vfs.ReceivedMessage;

/** recv(2), recvmmsg(2). */
final class Recv {
    private Recv() {}

    static long recvfrom(Call call) throws Errno {
        long length = Math.min(call.argument(2) & Long.MAX_VALUE, 0x7FFF_F000L);
        ReceivedMessage message = call.channels()
                .receive(call.client(), call.intArgument(0), call.grant(1, length), 0, call.intArgument(3));
        if (call.argument(4) != 0) {
            SocketAddress.write(call, call.argument(4), call.argument(5), message.address());
        }
        return message.length();
    }

    static long recvmsg(Call call) throws Errno {
        return receive(call, call.argument(1), call.intArgument(2));
    }

    private static long receive(Call call, long address, int flags) throws Errno {
        MessageHeader header = new MessageHeader(call, address);
        if (header.name != 0 && header.nameLength < 0) {
            throw Errno.EINVAL;
        }
        ReceivedMessage message = call.channels()
                .receive(call.client(), call.intArgument(0), header.buffers, header.controlRoom(), flags);
        header.received(message.address(), message.control(), message.flags());
        return message.length();
    }

    static long recvmmsg(Call call) throws Errno {
        int count = (int) Math.min(call.argument(2) & 0xFFFF_FFFFL, Send.MAX_MESSAGES);
        int flags = call.intArgument(3);
        long timeout = call.argument(4);
        long deadline =
                Deadline.after(call, timeout == 0 ? Long.MAX_VALUE : Timespec.read(call.memory(), timeout));
        int done = 0;
        try {
            while (done < count) {
                long header = call.argument(1) + (long) done * Send.MMSGHDR_BYTES;
                long length = receive(call, header, flags & ~Sockets.MSG_WAITFORONE);
                call.memory().putInt(header + MessageHeader.BYTES, (int) length);
                done++;
                if ((flags & Sockets.MSG_WAITFORONE) != 0) {
                    flags |= Sockets.MSG_DONTWAIT;
                }
                if (call.kernel().timers().now() >= deadline) {
                    break;
                }
            }
        } catch (Errno e) {
            if (done == 0) {
                throw e;
            }
        }
        Poll.writeRemaining(call, timeout, deadline);
        return done;
    }
}
