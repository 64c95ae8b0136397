package dev.kenari.vfs.unix;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.abi.FileMode;
import dev.kenari.abi.Ioctl;
import dev.kenari.abi.Poll;
import dev.kenari.abi.Sockets;
import dev.kenari.abi.Words;
import dev.kenari.kernel.ipc.Grant;
import dev.kenari.kernel.sync.WaitQueue;
import dev.kenari.vfs.ReceivedMessage;
import dev.kenari.vfs.file.Client;
import dev.kenari.vfs.file.IoVector;
import dev.kenari.vfs.namespace.Path;
import dev.kenari.vfs.socket.Socket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A socket of the AF_UNIX family: stream, datagram or sequenced packets. */
public final class UnixSocket extends Socket {
    /** Shut for receiving and for sending, as bits. */
    private static final int RECEIVE = 1;

    private static final int SEND = 2;
    private static final int SOMAXCONN = 4096;
    /** Datagrams that wait at a receiver who is not connected back (net.unix.max_dgram_qlen). */
    private static final int MAXIMUM_DATAGRAMS = 10;

    private enum State {
        UNCONNECTED,
        LISTENING,
        CONNECTED
    }

    private final UnixDomain domain;
    private final int type;
    private final SocketOptions options = new SocketOptions();
    private final Inbox inbox;
    private final WaitQueue readable = new WaitQueue();
    private final WaitQueue writable = new WaitQueue();
    private final WaitQueue changed = new WaitQueue();
    private final ArrayDeque<UnixSocket> backlog = new ArrayDeque<>(0);
    /** Datagram sockets whose peer is this one. */
    private final Set<UnixSocket> connectedHere = new LinkedHashSet<>(0);
    private State state = State.UNCONNECTED;
    private UnixAddress address = UnixAddress.NONE;
    private Path boundAt;
    private UnixSocket peer;
    private PeerCredentials peerCredentials = PeerCredentials.NOBODY;
    private PeerCredentials ownCredentials = PeerCredentials.NOBODY;
    private int backlogLimit;
    private int shut;
    private Errno error;
    private boolean closed;
    /** Bytes of this sender that were not received yet. */
    private long outstanding;

    UnixSocket(UnixDomain domain, Path path, int flags, int type) {
        super(path, flags);
        this.domain = domain;
        this.type = type;
        this.inbox = new Inbox(domain, domain.kernel().frames());
    }

    /** socket(2). ESOCKTNOSUPPORT, EPROTONOSUPPORT. */
    public static UnixSocket create(UnixDomain domain, Client client, int type, int flags, int protocol) throws Errno {
        if (protocol != 0 && protocol != Sockets.AF_UNIX) {
            throw Errno.EPROTONOSUPPORT;
        }
        int kind = type == Sockets.SOCK_RAW ? Sockets.SOCK_DGRAM : type;
        if (kind != Sockets.SOCK_STREAM && kind != Sockets.SOCK_DGRAM && kind != Sockets.SOCK_SEQPACKET) {
            throw Errno.ESOCKTNOSUPPORT;
        }
        return new UnixSocket(domain, domain.names().anonymous(client), flags, kind);
    }

    /** socketpair(2): each is the other's peer. */
    public static void connectPair(Client client, UnixSocket a, UnixSocket b) {
        a.connectTo(b, PeerCredentials.effective(client));
        b.connectTo(a, PeerCredentials.effective(client));
    }

    private void connectTo(UnixSocket other, PeerCredentials credentials) {
        peer = other;
        state = State.CONNECTED;
        peerCredentials = credentials;
        if (type == Sockets.SOCK_DGRAM) {
            other.connectedHere.add(this);
        }
    }

    int type() {
        return type;
    }

    UnixDomain domain() {
        return domain;
    }

    SocketOptions options() {
        return options;
    }

    Inbox inbox() {
        return inbox;
    }

    UnixAddress address() {
        return address;
    }

    /** Null if there never was one, or a datagram socket's was closed. */
    UnixSocket peer() {
        return peer;
    }

    boolean isConnected() {
        return state == State.CONNECTED;
    }

    boolean closed() {
        return closed;
    }

    boolean shutForReceiving() {
        return (shut & RECEIVE) != 0;
    }

    boolean shutForSending() {
        return (shut & SEND) != 0;
    }

    WaitQueue readQueue() {
        return readable;
    }

    WaitQueue writeQueue() {
        return writable;
    }

    /** SO_ERROR: the error that the next call gets, once. */
    Errno takeError() {
        Errno taken = error;
        error = null;
        return taken;
    }

    // Accounting

    boolean maySend() {
        return outstanding < options.sendBuffer();
    }

    long room() {
        return options.sendBuffer() - outstanding;
    }

    void charge(long bytes) {
        outstanding += bytes;
    }

    void uncharge(long bytes) {
        boolean was = writableNow();
        outstanding -= bytes;
        writable.wakeAll();
        if (!was && writableNow()) {
            changed.wakeAll();
        }
    }

    private boolean writableNow() {
        return outstanding << 2 <= options.sendBuffer();
    }

    /** Whether a datagram of {@code sender} must wait. */
    boolean isFullFor(UnixSocket sender) {
        return peer != sender && inbox.count() > MAXIMUM_DATAGRAMS;
    }

    void wakeReaders() {
        readable.wakeAll();
        changed.wakeAll();
    }

    /** A message left the inbox: senders who found it full may go on. */
    void madeRoom() {
        if (inbox.count() == MAXIMUM_DATAGRAMS) {
            writable.wakeAll();
            connectedHere.forEach(s -> s.changed.wakeAll());
        }
    }

    /** When a wait that starts now with timeout {@code nanos} must end. */
    long deadline(long nanos) {
        return nanos == 0 ? Long.MAX_VALUE : domain.kernel().timers().now() + nanos;
    }

    boolean mayNotWait(int flags) {
        return nonBlocking() || (flags & Sockets.MSG_DONTWAIT) != 0;
    }

    /** Sleeps; EAGAIN at the deadline, and EINTR instead of a restart if there is one (signal(7)). */
    static void sleep(long deadline, WaitQueue... queues) throws Errno {
        try {
            if (!WaitQueue.sleepOnAny(deadline, queues)) {
                throw Errno.EAGAIN;
            }
        } catch (Errno e) {
            throw e == Errno.ERESTARTSYS && deadline != Long.MAX_VALUE ? Errno.EINTR : e;
        }
    }

    // Naming and connecting

    @Override
    public void bind(Client client, byte[] bytes) throws Errno {
        UnixAddress wanted = UnixAddress.parse(bytes);
        if (!address.isNone()) {
            if (wanted.isNone()) {
                return;
            }
            throw !wanted.isAbstract() && exists(client, wanted) ? Errno.EADDRINUSE : Errno.EINVAL;
        }
        if (wanted.isNone()) {
            address = domain.autobind(this);
        } else if (wanted.isAbstract()) {
            domain.register(wanted.name(), this);
            address = wanted;
        } else {
            bindPath(client, wanted);
        }
    }

    private boolean exists(Client client, UnixAddress path) {
        try {
            domain.names().find(client, path.name());
            return true;
        } catch (Errno e) {
            return e == Errno.EACCES;
        }
    }

    private void bindPath(Client client, UnixAddress wanted) throws Errno {
        Path made;
        try {
            made = domain.names().make(client, wanted.name(), FileMode.S_IFSOCK | inode().mode() & FileMode.PERMISSIONS);
        } catch (Errno e) {
            throw e == Errno.EEXIST ? Errno.EADDRINUSE : e;
        }
        made.pin();
        made.inode().setSpecial(this);
        boundAt = made;
        address = wanted;
    }

    /** A sender who passes credentials can be answered: it gets a name. */
    void autobindIfPassingCredentials() throws Errno {
        if (options.passCredentials() && address.isNone()) {
            address = domain.autobind(this);
        }
    }

    @Override
    public void listen(Client client, int limit) throws Errno {
        if (type == Sockets.SOCK_DGRAM) {
            throw Errno.EOPNOTSUPP;
        }
        if (address.isNone() || state == State.CONNECTED) {
            throw Errno.EINVAL;
        }
        backlogLimit = limit < 0 ? SOMAXCONN : Math.min(limit, SOMAXCONN);
        state = State.LISTENING;
        ownCredentials = PeerCredentials.effective(client);
        writable.wakeAll();
    }

    @Override
    public void connect(Client client, byte[] bytes) throws Errno {
        if (type == Sockets.SOCK_DGRAM) {
            connectDatagram(client, bytes);
            return;
        }
        UnixAddress wanted = UnixAddress.parse(bytes);
        autobindIfPassingCredentials();
        long deadline = deadline(options.sendTimeout());
        while (true) {
            UnixSocket listener = domain.find(client, wanted);
            if (listener.type != type) {
                throw Errno.EPROTOTYPE;
            }
            if (listener.state != State.LISTENING || listener.closed || listener.shutForReceiving()) {
                throw Errno.ECONNREFUSED;
            }
            if (state != State.UNCONNECTED) {
                throw state == State.CONNECTED ? Errno.EISCONN : Errno.EINVAL;
            }
            if (listener.backlog.size() <= listener.backlogLimit) {
                listener.accepts(client, this);
                return;
            }
            if (nonBlocking()) {
                throw Errno.EAGAIN;
            }
            sleep(deadline, listener.writable);
        }
    }

    /** Makes the other end of the new connection and puts it into the backlog. */
    private void accepts(Client client, UnixSocket connecting) {
        UnixSocket accepted = new UnixSocket(domain, domain.names().anonymous(client), 0, type);
        accepted.address = address;
        accepted.options.setPassCredentials(options.passCredentials());
        accepted.connectTo(connecting, PeerCredentials.effective(client));
        connecting.connectTo(accepted, ownCredentials);
        backlog.add(accepted);
        wakeReaders();
        connecting.changed.wakeAll();
    }

    private void connectDatagram(Client client, byte[] bytes) throws Errno {
        if (UnixAddress.isUnspecified(bytes)) {
            disconnectDatagram();
            return;
        }
        UnixAddress wanted = UnixAddress.parse(bytes);
        autobindIfPassingCredentials();
        UnixSocket other = datagramReceiver(client, wanted);
        disconnectDatagram();
        connectTo(other, PeerCredentials.NOBODY);
        changed.wakeAll();
    }

    /** The datagram socket at {@code wanted}, if this one may send to it. */
    UnixSocket datagramReceiver(Client client, UnixAddress wanted) throws Errno {
        UnixSocket other = domain.find(client, wanted);
        if (other.type != type) {
            throw Errno.EPROTOTYPE;
        }
        if (!other.admits(this)) {
            throw Errno.EPERM;
        }
        return other;
    }

    /** A connected datagram socket takes messages from its peer only. */
    boolean admits(UnixSocket sender) {
        return peer == null || peer == sender;
    }

    /** Forgets a datagram socket's peer. */
    void disconnectDatagram() {
        if (peer != null) {
            peer.connectedHere.remove(this);
            peer = null;
            state = State.UNCONNECTED;
        }
    }

    @Override
    public Socket accept(Client client, int flags) throws Errno {
        if (type == Sockets.SOCK_DGRAM) {
            throw Errno.EOPNOTSUPP;
        }
        if (state != State.LISTENING) {
            throw Errno.EINVAL;
        }
        long deadline = deadline(options.receiveTimeout());
        while (backlog.isEmpty()) {
            if (shutForReceiving()) {
                throw Errno.EINVAL;
            }
            if (nonBlocking()) {
                throw Errno.EAGAIN;
            }
            sleep(deadline, readable);
        }
        UnixSocket accepted = backlog.removeFirst();
        accepted.setFlags(flags & Fcntl.O_NONBLOCK);
        writable.wakeAll();
        return accepted;
    }

    @Override
    public byte[] localAddress() {
        return address.bytes();
    }

    @Override
    public byte[] peerAddress() throws Errno {
        if (peer == null) {
            throw Errno.ENOTCONN;
        }
        return peer.address.bytes();
    }

    @Override
    public void shutdown(int how) throws Errno {
        if (how < Sockets.SHUT_RD || how > Sockets.SHUT_RDWR) {
            throw Errno.EINVAL;
        }
        int mode = how + 1;
        shut |= mode;
        if (peer != null && type != Sockets.SOCK_DGRAM) {
            peer.shut |= (mode & RECEIVE) != 0 ? SEND : 0;
            peer.shut |= (mode & SEND) != 0 ? RECEIVE : 0;
            peer.wakeAll();
        }
        wakeAll();
    }

    private void wakeAll() {
        readable.wakeAll();
        writable.wakeAll();
        changed.wakeAll();
    }

    @Override
    protected void released() {
        closed = true;
        shut = RECEIVE | SEND;
        unbind();
        boolean unread = !inbox.isEmpty();
        inbox.close();
        while (!backlog.isEmpty()) {
            UnixSocket embryo = backlog.removeFirst();
            embryo.peer.error = Errno.ECONNRESET;
            domain.releaseLater(embryo);
        }
        if (peer != null && type != Sockets.SOCK_DGRAM) {
            peer.shut = RECEIVE | SEND;
            if (unread) {
                peer.error = Errno.ECONNRESET;
            }
            peer.wakeAll();
        }
        if (type == Sockets.SOCK_DGRAM) {
            disconnectDatagram();
            connectedHere.forEach(UnixSocket::wakeAll);
        }
        wakeAll();
        domain.collectGarbage();
    }

    private void unbind() {
        if (boundAt != null) {
            boundAt.inode().setSpecial(null);
            boundAt.unpin();
            boundAt = null;
        } else if (address.isAbstract()) {
            domain.unregister(address.name(), this);
        }
    }

    /** Drops what is on the way to here: nobody can receive it. */
    void purge() {
        if (!inbox.mutex().held()) {
            inbox.purge();
        }
        backlog.forEach(UnixSocket::purge);
    }

    /** The sockets in messages on the way to here. */
    List<UnixSocket> holds() {
        List<UnixSocket> held = new ArrayList<>();
        inbox.messages().forEach(m -> InFlightGarbage.addSockets(m.files(), held));
        backlog.forEach(embryo -> embryo.inbox.messages().forEach(m -> InFlightGarbage.addSockets(m.files(), held)));
        return held;
    }

    // Transfer

    @Override
    public long send(Client client, IoVector from, byte[] to, byte[] control, int flags) throws Errno {
        if ((flags & Sockets.MSG_OOB) != 0) {
            throw Errno.EOPNOTSUPP;
        }
        return type == Sockets.SOCK_STREAM
                ? StreamTransfer.send(this, client, from, to, control, flags)
                : MessageTransfer.send(this, client, from, to, control, flags);
    }

    @Override
    public ReceivedMessage receive(Client client, IoVector to, int controlLength, int flags) throws Errno {
        if ((flags & Sockets.MSG_OOB) != 0) {
            throw Errno.EOPNOTSUPP;
        }
        return type == Sockets.SOCK_STREAM
                ? StreamTransfer.receive(this, client, to, controlLength, flags)
                : MessageTransfer.receive(this, client, to, controlLength, flags);
    }

    // The rest

    @Override
    public int poll(int events) {
        int ready = error == null ? 0 : Poll.POLLERR;
        if (shut == (RECEIVE | SEND)) {
            ready |= Poll.POLLHUP;
        }
        if (shutForReceiving()) {
            ready |= Poll.POLLRDHUP | Poll.POLLIN | Poll.POLLRDNORM;
        }
        if (!inbox.isEmpty() || !backlog.isEmpty()) {
            ready |= Poll.POLLIN | Poll.POLLRDNORM;
        }
        if (type != Sockets.SOCK_DGRAM && state == State.UNCONNECTED) {
            ready |= Poll.POLLHUP;
        }
        boolean blocked = type == Sockets.SOCK_DGRAM && peer != null && peer.isFullFor(this);
        if (state != State.LISTENING && writableNow() && !blocked) {
            ready |= Poll.POLLOUT | Poll.POLLWRNORM | Poll.POLLWRBAND;
        }
        return ready & (events | Poll.POLLERR | Poll.POLLHUP);
    }

    @Override
    public WaitQueue waitQueue() {
        return changed;
    }

    @Override
    public long ioctl(Client client, int request, long argument, Grant memory) throws Errno {
        long value =
                switch (request) {
                    case Ioctl.FIONREAD -> {
                        if (state == State.LISTENING) {
                            throw Errno.EINVAL;
                        }
                        boolean whole = type == Sockets.SOCK_STREAM || inbox.isEmpty();
                        yield whole ? inbox.size() : inbox.messages().getFirst().length();
                    }
                    case Ioctl.TIOCOUTQ -> outstanding;
                    default -> throw Errno.ENOTTY;
                };
        domain.kernel().granted().write(memory, 0, Words.ofInt((int) value), 0, Integer.BYTES);
        return 0;
    }

    @Override
    public byte[] option(Client client, int level, int name) throws Errno {
        if (level != Sockets.SOL_SOCKET) {
            throw Errno.EOPNOTSUPP;
        }
        return switch (name) {
            case Sockets.SO_TYPE -> Words.ofInt(type);
            case Sockets.SO_DOMAIN -> Words.ofInt(Sockets.AF_UNIX);
            case Sockets.SO_PROTOCOL -> Words.ofInt(0);
            case Sockets.SO_ERROR -> {
                Errno taken = takeError();
                yield Words.ofInt(taken == null ? 0 : taken.number());
            }
            case Sockets.SO_ACCEPTCONN -> Words.ofInt(state == State.LISTENING ? 1 : 0);
            case Sockets.SO_PEERCRED ->
                (state == State.LISTENING ? ownCredentials : peerCredentials).bytes();
            default -> options.get(name);
        };
    }

    @Override
    public void setOption(Client client, int level, int name, byte[] value) throws Errno {
        if (level != Sockets.SOL_SOCKET) {
            throw Errno.EOPNOTSUPP;
        }
        options.set(client, name, value);
        if (name == Sockets.SO_SNDBUF || name == Sockets.SO_SNDBUFFORCE) {
            writable.wakeAll();
            changed.wakeAll();
        }
    }
}
