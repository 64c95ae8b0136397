package dev.kenari.vfs.unix;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Sockets;
import dev.kenari.vfs.ReceivedMessage;
import dev.kenari.vfs.file.Client;
import dev.kenari.vfs.file.IoVector;
import dev.kenari.vfs.file.OpenFileDescription;
import java.util.Iterator;
import java.util.List;

/** Sending and receiving on stream sockets. */
final class StreamTransfer {
    private StreamTransfer() {}

    static long send(UnixSocket socket, Client client, IoVector from, byte[] to, byte[] control, int flags)
            throws Errno {
        if (to.length > 0) {
            throw socket.isConnected() ? Errno.EISCONN : Errno.EOPNOTSUPP;
        }
        if (socket.shutForSending()) {
            throw Errno.EPIPE;
        }
        UnixSocket peer = socket.peer();
        if (peer == null) {
            throw Errno.ENOTCONN;
        }
        Ancillary ancillary = MessageTransfer.ancillary(socket, peer, client, control);
        try {
            long deadline = socket.deadline(socket.options().sendTimeout());
            while (from.remaining() > 0) {
                if (socket.shutForSending() || peer.closed()) {
                    throw Errno.EPIPE;
                }
                long count = Math.min(from.remaining(), socket.room());
                if (count > 0) {
                    peer.inbox().add(socket, from, count, ancillary, true);
                    ancillary = new Ancillary(ancillary.credentials(), List.of());
                    peer.wakeReaders();
                } else if (socket.mayNotWait(flags)) {
                    throw Errno.EAGAIN;
                } else {
                    UnixSocket.sleep(deadline, socket.writeQueue());
                }
            }
        } catch (Errno e) {
            if (from.done() == 0) {
                throw e;
            }
        } finally {
            ancillary.files().forEach(OpenFileDescription::release);
        }
        return from.done();
    }

    static ReceivedMessage receive(UnixSocket socket, Client client, IoVector to, int controlLength, int flags)
            throws Errno {
        if (!socket.isConnected()) {
            throw Errno.EINVAL;
        }
        boolean peek = (flags & Sockets.MSG_PEEK) != 0;
        long target = (flags & Sockets.MSG_WAITALL) != 0
                ? to.remaining()
                : Math.min(to.remaining(), socket.options().receiveLowWater());
        target = Math.max(target, 1);
        long deadline = socket.deadline(socket.options().receiveTimeout());
        Inbox.Message origin = null;
        List<OpenFileDescription> files = List.of();
        Inbox inbox = socket.inbox();
        inbox.mutex().lock();
        try {
            while (files.isEmpty()) {
                if (inbox.isEmpty()) {
                    if (to.done() >= target || !waitForBytes(socket, deadline, flags)) {
                        break;
                    }
                    continue;
                }
                Inbox.Message first = inbox.messages().getFirst();
                if (origin != null && socket.options().passCredentials()
                        && !origin.credentials().equals(first.credentials())) {
                    break;
                }
                origin = first;
                if (peek) {
                    files = peekAll(socket, to);
                    break;
                }
                long count = Math.min(first.length(), to.remaining());
                inbox.peek(0, to, count);
                files = inbox.takeFiles(first);
                inbox.consume(count);
                if (to.remaining() == 0) {
                    break;
                }
            }
        } catch (Errno e) {
            if (to.done() == 0) {
                throw e;
            }
        } finally {
            inbox.mutex().unlock();
        }
        return MessageTransfer.received(socket, client, to.done(), origin, files, controlLength, flags);
    }

    /** Returns false at the end of the stream. */
    private static boolean waitForBytes(UnixSocket socket, long deadline, int flags) throws Errno {
        Errno error = socket.takeError();
        if (error != null) {
            throw error;
        }
        if (socket.shutForReceiving()) {
            return false;
        }
        if (socket.mayNotWait(flags)) {
            throw Errno.EAGAIN;
        }
        socket.inbox().mutex().unlock();
        try {
            UnixSocket.sleep(deadline, socket.readQueue());
        } finally {
            socket.inbox().mutex().lock();
        }
        return true;
    }

    /** Copies what one receive would get and leaves it. Returns references to the files among it. */
    private static List<OpenFileDescription> peekAll(UnixSocket socket, IoVector to) throws Errno {
        Inbox inbox = socket.inbox();
        Iterator<Inbox.Message> messages = List.copyOf(inbox.messages()).iterator();
        PeerCredentials credentials = null;
        long skip = 0;
        while (messages.hasNext() && to.remaining() > 0) {
            Inbox.Message message = messages.next();
            if (credentials != null && socket.options().passCredentials()
                    && !credentials.equals(message.credentials())) {
                break;
            }
            credentials = message.credentials();
            long count = Math.min(message.length(), to.remaining());
            inbox.peek(skip, to, count);
            skip += count;
            if (!message.files().isEmpty()) {
                return MessageTransfer.copies(message);
            }
        }
        return List.of();
    }
}
