package dev.kenari.vfs.unix;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Sockets;
import dev.kenari.vfs.ReceivedMessage;
import dev.kenari.vfs.file.Client;
import dev.kenari.vfs.file.IoVector;
import dev.kenari.vfs.file.OpenFileDescription;
import java.util.List;

/** Sending and receiving on sockets that keep the bounds of messages: datagrams and sequenced packets. */
final class MessageTransfer {
    private static final byte[] NO_ADDRESS = new byte[0];
    private static final byte[] NO_CONTROL = new byte[0];
    /** What of the send buffer is not for the message itself. */
    private static final int RESERVED = 32;

    private MessageTransfer() {}

    static long send(UnixSocket socket, Client client, IoVector from, byte[] to, byte[] control, int flags)
            throws Errno {
        boolean datagram = socket.type() == Sockets.SOCK_DGRAM;
        if (!datagram && !socket.isConnected()) {
            throw Errno.ENOTCONN;
        }
        boolean addressed = datagram && to.length > 0;
        UnixSocket receiver = addressed ? socket.datagramReceiver(client, UnixAddress.parse(to)) : socket.peer();
        if (receiver == null) {
            throw Errno.ENOTCONN;
        }
        socket.autobindIfPassingCredentials();
        Ancillary ancillary = ancillary(socket, receiver, client, control);
        try {
            long length = from.remaining();
            if (length > socket.options().sendBuffer() - RESERVED) {
                throw Errno.EMSGSIZE;
            }
            long deadline = socket.deadline(socket.options().sendTimeout());
            while (true) {
                checkReceiver(socket, receiver, datagram, addressed);
                if (socket.maySend() && !(datagram && receiver.isFullFor(socket))) {
                    break;
                }
                if (socket.mayNotWait(flags)) {
                    throw Errno.EAGAIN;
                }
                UnixSocket.sleep(deadline, socket.writeQueue(), receiver.writeQueue());
            }
            receiver.inbox().add(socket, from, length, ancillary, false);
            ancillary = Ancillary.NONE;
            receiver.wakeReaders();
            return length;
        } finally {
            ancillary.files().forEach(OpenFileDescription::release);
        }
    }

    private static void checkReceiver(UnixSocket socket, UnixSocket receiver, boolean datagram, boolean addressed)
            throws Errno {
        if (socket.shutForSending()) {
            throw Errno.EPIPE;
        }
        if (receiver.closed()) {
            if (datagram) {
                if (!addressed) {
                    socket.disconnectDatagram();
                }
                throw Errno.ECONNREFUSED;
            }
            throw Errno.EPIPE;
        }
        if (receiver.shutForReceiving()) {
            throw Errno.EPIPE;
        }
        if (datagram && !receiver.admits(socket)) {
            throw Errno.EPERM;
        }
    }

    static ReceivedMessage receive(UnixSocket socket, Client client, IoVector to, int controlLength, int flags)
            throws Errno {
        boolean datagram = socket.type() == Sockets.SOCK_DGRAM;
        if (!datagram && !socket.isConnected()) {
            throw Errno.ENOTCONN;
        }
        Inbox inbox = socket.inbox();
        long deadline = socket.deadline(socket.options().receiveTimeout());
        inbox.mutex().lock();
        try {
            while (inbox.isEmpty()) {
                Errno error = socket.takeError();
                if (error != null) {
                    throw error;
                }
                if (socket.shutForReceiving()) {
                    return new ReceivedMessage(0, 0, NO_ADDRESS, NO_CONTROL);
                }
                if (socket.mayNotWait(flags)) {
                    throw Errno.EAGAIN;
                }
                inbox.mutex().unlock();
                try {
                    UnixSocket.sleep(deadline, socket.readQueue());
                } finally {
                    inbox.mutex().lock();
                }
            }
            return receiveFirst(socket, client, to, controlLength, flags);
        } finally {
            inbox.mutex().unlock();
        }
    }

    private static ReceivedMessage receiveFirst(
            UnixSocket socket, Client client, IoVector to, int controlLength, int flags) throws Errno {
        Inbox inbox = socket.inbox();
        Inbox.Message message = inbox.messages().getFirst();
        long length = message.length();
        long count = Math.min(length, to.remaining());
        boolean peek = (flags & Sockets.MSG_PEEK) != 0;
        List<OpenFileDescription> files;
        try {
            inbox.peek(0, to, count);
            files = peek ? copies(message) : inbox.takeFiles(message);
        } finally {
            if (!peek) {
                inbox.discard();
                socket.madeRoom();
            }
        }
        long result = (flags & Sockets.MSG_TRUNC) != 0 ? length : count;
        ReceivedMessage received = received(socket, client, result, message, files, controlLength, flags);
        return count == length
                ? received
                : new ReceivedMessage(
                        result, received.flags() | Sockets.MSG_TRUNC, received.address(), received.control());
    }

    /** What {@code client} sends along with its bytes; nothing is in flight yet. */
    static Ancillary ancillary(UnixSocket from, UnixSocket to, Client client, byte[] control) throws Errno {
        Ancillary given = Ancillary.parse(client, control);
        if (!given.files().isEmpty()) {
            try {
                from.domain().checkInFlight();
            } catch (Errno e) {
                given.files().forEach(OpenFileDescription::release);
                throw e;
            }
        }
        boolean wanted = from.options().passCredentials() || to.options().passCredentials();
        return given.credentials() == null && wanted
                ? new Ancillary(PeerCredentials.real(client), given.files())
                : given;
    }

    /** References to a message's files, which it keeps too. */
    static List<OpenFileDescription> copies(Inbox.Message message) {
        List<OpenFileDescription> files = List.copyOf(message.files());
        files.forEach(OpenFileDescription::retain);
        return files;
    }

    /** The result of a receive; hands {@code files} over to the client. */
    static ReceivedMessage received(
            UnixSocket socket,
            Client client,
            long length,
            Inbox.Message message,
            List<OpenFileDescription> files,
            int controlLength,
            int flags) {
        if (files.isEmpty() && !socket.options().passCredentials()) {
            return new ReceivedMessage(length, 0, sender(message), NO_CONTROL);
        }
        Ancillary.Writer control = new Ancillary.Writer(controlLength);
        if (message != null && socket.options().passCredentials()) {
            control.credentials(message.credentials());
        }
        if (!files.isEmpty()) {
            control.files(client, files, (flags & Sockets.MSG_CMSG_CLOEXEC) != 0);
        }
        return new ReceivedMessage(
                length,
                (control.truncated() ? Sockets.MSG_CTRUNC : 0) | flags & Sockets.MSG_CMSG_CLOEXEC,
                sender(message),
                control.bytes());
    }

    /** Empty if the sender has no name. */
    private static byte[] sender(Inbox.Message message) {
        return message == null || message.address().isNone() ? NO_ADDRESS : message.address().bytes();
    }
}
