package dev.kenari.vfs.unix;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.mm.Frames;
import dev.kenari.kernel.sync.Mutex;
import dev.kenari.vfs.file.IoVector;
import dev.kenari.vfs.file.OpenFileDescription;
import dev.kenari.vfs.pipe.ByteQueue;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;

/** Messages on the way to a socket. Its mutex is held while bytes are copied. */
final class Inbox {
    /** What a message costs its sender besides its bytes, so that empty ones are not free. */
    private static final int OVERHEAD = 768;

    /** One message, or bytes of a stream that came with the same ancillary data. */
    static final class Message {
        private final UnixSocket sender;
        private final UnixAddress address;
        private final PeerCredentials credentials;
        private List<OpenFileDescription> files;
        private long length;

        private Message(UnixSocket sender, Ancillary ancillary, long length) {
            this.sender = sender;
            this.address = sender.address();
            this.credentials = ancillary.credentials();
            this.files = ancillary.files();
            this.length = length;
        }

        UnixAddress address() {
            return address;
        }

        PeerCredentials credentials() {
            return credentials == null ? PeerCredentials.UNKNOWN : credentials;
        }

        long length() {
            return length;
        }

        List<OpenFileDescription> files() {
            return files;
        }
    }

    private final UnixDomain domain;
    private final ByteQueue bytes;
    private final ArrayDeque<Message> messages = new ArrayDeque<>(2);
    private final Mutex mutex = new Mutex();
    private boolean closed;

    Inbox(UnixDomain domain, Frames frames) {
        this.domain = domain;
        this.bytes = new ByteQueue(frames);
    }

    Mutex mutex() {
        return mutex;
    }

    boolean isEmpty() {
        return messages.isEmpty();
    }

    int count() {
        return messages.size();
    }

    long size() {
        return bytes.size();
    }

    ArrayDeque<Message> messages() {
        return messages;
    }

    /**
     * Adds the next {@code length} bytes of {@code from}; takes over the ancillary files. All or, on EFAULT and ENOMEM, nothing.
     *
     * @param merge whether the bytes may join those before: a stream
     * @throws Errno EPIPE if the socket was closed
     */
    void add(UnixSocket sender, IoVector from, long length, Ancillary ancillary, boolean merge) throws Errno {
        mutex.lock();
        try {
            if (closed) {
                throw Errno.EPIPE;
            }
            copyIn(from, length);
            Message last = merge ? messages.peekLast() : null;
            if (last != null && last.sender == sender && last.files.isEmpty() && ancillary.files().isEmpty()
                    && Objects.equals(last.credentials, ancillary.credentials())) {
                last.length += length;
                sender.charge(length);
            } else {
                messages.add(new Message(sender, ancillary, length));
                domain.inFlight(ancillary.files());
                sender.charge(length + OVERHEAD);
            }
        } finally {
            mutex.unlock();
            if (closed) {
                purge();
            }
        }
    }

    private void copyIn(IoVector from, long length) throws Errno {
        long before = bytes.size();
        try {
            bytes.append(from, length);
        } catch (Errno e) {
            long copied = bytes.size() - before;
            bytes.dropLast(copied);
            from.giveBack(copied);
            throw e;
        }
    }

    /** Copies {@code length} bytes, {@code skip} after the first, which stay. The caller holds the mutex. */
    void peek(long skip, IoVector to, long length) throws Errno {
        bytes.peek(skip, to, length);
    }

    /** Forgets the first {@code length} bytes of the first message, and the message with its last byte. */
    void consume(long length) {
        Message first = messages.getFirst();
        bytes.drop(length);
        first.length -= length;
        first.sender.uncharge(length);
        if (first.length == 0) {
            discard();
        }
    }

    /** Forgets the first message; its files too unless they were {@linkplain #takeFiles taken}. */
    void discard() {
        Message first = messages.removeFirst();
        bytes.drop(first.length);
        drop(first);
    }

    private void drop(Message message) {
        message.sender.uncharge(message.length + OVERHEAD);
        List<OpenFileDescription> files = message.files;
        message.files = List.of();
        domain.landed(files);
        files.forEach(domain::releaseLater);
    }

    /** The files of a message, with their references; it has none any more. */
    List<OpenFileDescription> takeFiles(Message message) {
        List<OpenFileDescription> files = message.files;
        message.files = List.of();
        domain.landed(files);
        return files;
    }

    /** The socket is gone. */
    void close() {
        closed = true;
        if (!mutex.held()) {
            purge();
        }
    }

    /** Drops everything. */
    void purge() {
        while (!messages.isEmpty()) {
            drop(messages.removeFirst());
        }
        bytes.clear();
    }
}
