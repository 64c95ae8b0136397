package dev.kenari.vfs.service;

import dev.kenari.abi.Capability;
import dev.kenari.abi.Epoll;
import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.abi.FileMode;
import dev.kenari.abi.Inotify;
import dev.kenari.abi.Sockets;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.ipc.Grant;
import dev.kenari.vfs.Channels;
import dev.kenari.vfs.Credentials;
import dev.kenari.vfs.EpollEvent;
import dev.kenari.vfs.PendingSignals;
import dev.kenari.vfs.ReceivedMessage;
import dev.kenari.vfs.TimerSetting;
import dev.kenari.vfs.Vfs;
import dev.kenari.vfs.event.EventCounter;
import dev.kenari.vfs.event.InotifyDescriptor;
import dev.kenari.vfs.event.ProcessDescriptor;
import dev.kenari.vfs.event.SignalDescriptor;
import dev.kenari.vfs.event.TimerDescriptor;
import dev.kenari.vfs.file.Client;
import dev.kenari.vfs.file.GrantVector;
import dev.kenari.vfs.file.OpenFileDescription;
import dev.kenari.vfs.namespace.Inode;
import dev.kenari.vfs.namespace.Path;
import dev.kenari.vfs.namespace.Permissions;
import dev.kenari.vfs.pipe.Fifo;
import dev.kenari.vfs.pipe.PipeEnd;
import dev.kenari.vfs.poll.EventPoll;
import dev.kenari.vfs.poll.Poller;
import dev.kenari.vfs.socket.Socket;
import dev.kenari.vfs.sysv.MessageQueues;
import dev.kenari.vfs.sysv.Semaphores;
import dev.kenari.vfs.sysv.SharedMemory;
import dev.kenari.vfs.unix.UnixDomain;
import dev.kenari.vfs.unix.UnixSocket;
import java.util.List;

/** Pipes, event descriptors, polling and sockets: the implementation of {@link Channels}. */
public final class ChannelService implements Channels {
    private static final int EFD_SEMAPHORE = 1;
    private static final int TFD_TIMER_ABSTIME = 1;
    private static final int TFD_TIMER_CANCEL_ON_SET = 2;
    private static final int INOTIFY_BITS = Inotify.IN_ALL_EVENTS | Inotify.IN_UNMOUNT | Inotify.IN_Q_OVERFLOW
            | Inotify.IN_IGNORED | Inotify.IN_ONLYDIR | Inotify.IN_DONT_FOLLOW | Inotify.IN_EXCL_UNLINK
            | Inotify.IN_MASK_CREATE | Inotify.IN_MASK_ADD | Inotify.IN_ISDIR | Inotify.IN_ONESHOT;
    private static final int DESCRIPTOR_FLAGS = Fcntl.O_CLOEXEC | Fcntl.O_NONBLOCK;

    private final Kernel kernel;
    private final VirtualFileSystem files;
    private final Fifo fifos;
    private final UnixDomain unix;
    private final SharedMemory segments;
    private final Semaphores semaphores;
    private final MessageQueues queues;
    private PendingSignals signals;

    /** @param vfs makes the names of bound sockets */
    public ChannelService(Kernel kernel, VirtualFileSystem files, Vfs vfs) {
        this.kernel = kernel;
        this.files = files;
        this.fifos = new Fifo(kernel);
        this.unix = new UnixDomain(kernel, new SocketNames(vfs));
        this.segments = new SharedMemory(kernel);
        this.semaphores = new Semaphores(kernel);
        this.queues = new MessageQueues(kernel);
        files.setFifoOpener(fifos);
        files.setProcessEnded(semaphores::ended);
    }

    /** Who queues signals; before that signalfd(2) is ENOSYS. */
    public void setPendingSignals(PendingSignals source) {
        signals = source;
    }

    private final class SocketNames implements UnixDomain.Names {
        private final Vfs vfs;

        SocketNames(Vfs vfs) {
            this.vfs = vfs;
        }

        @Override
        public Path make(Client client, String path, int mode) throws Errno {
            vfs.mknodat(client.id(), Fcntl.AT_FDCWD, path, mode, 0);
            return files.walk(client, path);
        }

        @Override
        public Path find(Client client, String path) throws Errno {
            Path found = files.walk(client, path);
            Permissions.check(found.inode(), client.credentials(), Permissions.WRITE);
            return found;
        }

        @Override
        public Path anonymous(Client client) {
            return place(client, "sockfs", FileMode.S_IFSOCK | 0777, "socket:[#]");
        }
    }

    private Path place(Client client, String type, int mode, String name) {
        Credentials who = client.credentials();
        return files.anonymous(type).create(mode, who.uid(), who.gid(), name);
    }

    private Path anonymousInode(Client client, String kind) {
        return place(client, "anon_inodefs", 0600, "anon_inode:[" + kind + "]");
    }

    private static void checkFlags(int flags, int known) throws Errno {
        if ((flags & ~known) != 0) {
            throw Errno.EINVAL;
        }
    }

    private static int install(Client client, OpenFileDescription file, int flags) throws Errno {
        return client.install(file, (flags & Fcntl.O_CLOEXEC) != 0);
    }

    private static int[] installBoth(Client client, OpenFileDescription a, OpenFileDescription b, int flags)
            throws Errno {
        int first;
        try {
            first = install(client, a, flags);
        } catch (Errno e) {
            b.release();
            throw e;
        }
        try {
            return new int[] {first, install(client, b, flags)};
        } catch (Errno e) {
            client.descriptors().close(first);
            throw e;
        }
    }

    @Override
    public int[] pipe(int clientId, int flags) throws Errno {
        checkFlags(flags, DESCRIPTOR_FLAGS | Fcntl.O_DIRECT);
        Client client = files.client(clientId);
        PipeEnd[] ends = fifos.pipe(place(client, "pipefs", FileMode.S_IFIFO | 0600, "pipe:[#]"), flags);
        return installBoth(client, ends[0], ends[1], flags);
    }

    // Events

    @Override
    public int eventfd(int clientId, int initial, int flags) throws Errno {
        checkFlags(flags, DESCRIPTOR_FLAGS | EFD_SEMAPHORE);
        Client client = files.client(clientId);
        boolean semaphore = (flags & EFD_SEMAPHORE) != 0;
        Path path = anonymousInode(client, "eventfd");
        long count = Integer.toUnsignedLong(initial);
        return install(client, new EventCounter(path, flags & Fcntl.O_NONBLOCK, count, semaphore), flags);
    }

    @Override
    public int pidfd(int clientId, int pid, int exitQueue, boolean ended, int flags) throws Errno {
        checkFlags(flags, Fcntl.O_NONBLOCK);
        Client client = files.client(clientId);
        Path path = anonymousInode(client, "pidfd");
        ProcessDescriptor file = new ProcessDescriptor(path, flags, files.kernel().waitQueues(), pid, exitQueue, ended);
        return install(client, file, flags | Fcntl.O_CLOEXEC);
    }

    @Override
    public int pidfdProcess(int clientId, int fd) throws Errno {
        if (files.client(clientId).ioFile(fd) instanceof ProcessDescriptor descriptor) {
            return descriptor.process();
        }
        throw Errno.EBADF;
    }

    @Override
    public int timerfdCreate(int clientId, int clock, int flags) throws Errno {
        checkFlags(flags, DESCRIPTOR_FLAGS);
        Client client = files.client(clientId);
        boolean realtime =
                switch (clock) {
                    case TimerDescriptor.CLOCK_REALTIME, TimerDescriptor.CLOCK_REALTIME_ALARM -> true;
                    case TimerDescriptor.CLOCK_MONOTONIC,
                            TimerDescriptor.CLOCK_BOOTTIME,
                            TimerDescriptor.CLOCK_BOOTTIME_ALARM -> false;
                    default -> throw Errno.EINVAL;
                };
        boolean alarm = clock == TimerDescriptor.CLOCK_REALTIME_ALARM || clock == TimerDescriptor.CLOCK_BOOTTIME_ALARM;
        if (alarm && !client.capable(Capability.WAKE_ALARM)) {
            throw Errno.EPERM;
        }
        Path path = anonymousInode(client, "timerfd");
        return install(
                client,
                new TimerDescriptor(path, flags & Fcntl.O_NONBLOCK, kernel.timers(), clock, realtime),
                flags);
    }

    private TimerDescriptor timer(int clientId, int fd) throws Errno {
        if (files.client(clientId).ioFile(fd) instanceof TimerDescriptor timer) {
            return timer;
        }
        throw Errno.EINVAL;
    }

    @Override
    public TimerSetting timerfdSettime(int clientId, int fd, int flags, TimerSetting setting) throws Errno {
        checkFlags(flags, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET);
        return timer(clientId, fd)
                .set(setting, (flags & TFD_TIMER_ABSTIME) != 0, (flags & TFD_TIMER_CANCEL_ON_SET) != 0, flags);
    }

    @Override
    public TimerSetting timerfdGettime(int clientId, int fd) throws Errno {
        return timer(clientId, fd).setting();
    }

    @Override
    public int signalfd(int clientId, int fd, long mask, int flags) throws Errno {
        checkFlags(flags, DESCRIPTOR_FLAGS);
        if (signals == null) {
            throw Errno.ENOSYS;
        }
        Client client = files.client(clientId);
        if (fd != -1) {
            if (!(client.ioFile(fd) instanceof SignalDescriptor existing)) {
                throw Errno.EINVAL;
            }
            existing.setMask(mask);
            return fd;
        }
        Path path = anonymousInode(client, "signalfd");
        return install(
                client,
                new SignalDescriptor(
                        path, flags & Fcntl.O_NONBLOCK, signals, kernel.waitQueues().find(signals.waitQueue()), mask),
                flags);
    }

    @Override
    public int inotify(int clientId, int flags) throws Errno {
        checkFlags(flags, DESCRIPTOR_FLAGS);
        Client client = files.client(clientId);
        return install(
                client, new InotifyDescriptor(anonymousInode(client, "inotify"), flags & Fcntl.O_NONBLOCK), flags);
    }

    private static InotifyDescriptor inotify(Client client, int fd) throws Errno {
        if (client.ioFile(fd) instanceof InotifyDescriptor inotify) {
            return inotify;
        }
        throw Errno.EINVAL;
    }

    @Override
    public int inotifyAddWatch(int clientId, int fd, String path, int mask) throws Errno {
        int both = Inotify.IN_MASK_ADD | Inotify.IN_MASK_CREATE;
        if ((mask & INOTIFY_BITS) == 0 || (mask & both) == both) {
            throw Errno.EINVAL;
        }
        Client client = files.client(clientId);
        InotifyDescriptor inotify = inotify(client, fd);
        boolean follow = (mask & Inotify.IN_DONT_FOLLOW) == 0;
        Inode inode = new PathWalk(files, client, 0).to(Fcntl.AT_FDCWD, path, follow).inode();
        if ((mask & Inotify.IN_ONLYDIR) != 0 && !inode.isDirectory()) {
            throw Errno.ENOTDIR;
        }
        Permissions.check(inode, client.credentials(), Permissions.READ);
        return inotify.watch(inode, mask);
    }

    @Override
    public void inotifyRemoveWatch(int clientId, int fd, int watch) throws Errno {
        inotify(files.client(clientId), fd).unwatch(watch);
    }

    // Polling

    @Override
    public int[] poll(int clientId, int[] fds, int[] events, int unasked, long deadline) throws Errno {
        return Poller.poll(files.client(clientId), fds, events, unasked, deadline);
    }

    @Override
    public int epollCreate(int clientId, int flags) throws Errno {
        checkFlags(flags, Fcntl.O_CLOEXEC);
        Client client = files.client(clientId);
        return install(client, new EventPoll(anonymousInode(client, "eventpoll")), flags);
    }

    private static EventPoll epoll(Client client, int fd) throws Errno {
        if (client.ioFile(fd) instanceof EventPoll epoll) {
            return epoll;
        }
        throw Errno.EINVAL;
    }

    @Override
    public void epollControl(int clientId, int epollFd, int operation, int fd, int events, long data) throws Errno {
        Client client = files.client(clientId);
        OpenFileDescription instance = client.ioFile(epollFd);
        OpenFileDescription file = client.ioFile(fd);
        if (file.waitQueue() == null) {
            throw Errno.EPERM;
        }
        if (instance == file || !(instance instanceof EventPoll epoll)) {
            throw Errno.EINVAL;
        }
        switch (operation) {
            case Epoll.EPOLL_CTL_ADD -> epoll.add(file, fd, events, data);
            case Epoll.EPOLL_CTL_MOD -> epoll.modify(file, fd, events, data);
            case Epoll.EPOLL_CTL_DEL -> epoll.delete(file, fd);
            default -> throw Errno.EINVAL;
        }
    }

    @Override
    public List<EpollEvent> epollWait(int clientId, int epollFd, int limit, long deadline) throws Errno {
        if (limit <= 0) {
            throw Errno.EINVAL;
        }
        EventPoll epoll = epoll(files.client(clientId), epollFd);
        epoll.retain();
        try {
            return epoll.await(limit, deadline);
        } finally {
            epoll.release();
        }
    }

    // Sockets

    private UnixSocket unixSocket(Client client, int domain, int type, int protocol) throws Errno {
        checkFlags(type, Sockets.SOCK_TYPE_MASK | DESCRIPTOR_FLAGS);
        if (domain != Sockets.AF_UNIX) {
            throw Errno.EAFNOSUPPORT;
        }
        return UnixSocket.create(unix, client, type & Sockets.SOCK_TYPE_MASK, type & Fcntl.O_NONBLOCK, protocol);
    }

    @Override
    public int socket(int clientId, int domain, int type, int protocol) throws Errno {
        Client client = files.client(clientId);
        return install(client, unixSocket(client, domain, type, protocol), type);
    }

    @Override
    public int[] socketpair(int clientId, int domain, int type, int protocol) throws Errno {
        Client client = files.client(clientId);
        UnixSocket a = unixSocket(client, domain, type, protocol);
        UnixSocket b = unixSocket(client, domain, type, protocol);
        UnixSocket.connectPair(client, a, b);
        return installBoth(client, a, b, type);
    }

    private static Socket socket(Client client, int fd) throws Errno {
        if (client.ioFile(fd) instanceof Socket socket) {
            return socket;
        }
        throw Errno.ENOTSOCK;
    }

    @Override
    public void bind(int clientId, int fd, byte[] address) throws Errno {
        Client client = files.client(clientId);
        socket(client, fd).bind(client, address);
    }

    @Override
    public void listen(int clientId, int fd, int backlog) throws Errno {
        Client client = files.client(clientId);
        socket(client, fd).listen(client, backlog);
    }

    @Override
    public int accept(int clientId, int fd, int flags) throws Errno {
        checkFlags(flags, DESCRIPTOR_FLAGS);
        Client client = files.client(clientId);
        Socket socket = socket(client, fd);
        socket.retain();
        try {
            return install(client, socket.accept(client, flags & Fcntl.O_NONBLOCK), flags);
        } finally {
            socket.release();
        }
    }

    @Override
    public void connect(int clientId, int fd, byte[] address) throws Errno {
        Client client = files.client(clientId);
        Socket socket = socket(client, fd);
        socket.retain();
        try {
            socket.connect(client, address);
        } finally {
            socket.release();
        }
    }

    @Override
    public byte[] getsockname(int clientId, int fd) throws Errno {
        return socket(files.client(clientId), fd).localAddress();
    }

    @Override
    public byte[] getpeername(int clientId, int fd) throws Errno {
        return socket(files.client(clientId), fd).peerAddress();
    }

    @Override
    public long send(int clientId, int fd, Grant from, byte[] address, byte[] control, int flags) throws Errno {
        Client client = files.client(clientId);
        Socket socket = socket(client, fd);
        socket.retain();
        try {
            return socket.send(client, new GrantVector(from, kernel.granted()), address, control, flags);
        } finally {
            socket.release();
        }
    }

    @Override
    public ReceivedMessage receive(int clientId, int fd, Grant to, int controlLength, int flags) throws Errno {
        Client client = files.client(clientId);
        Socket socket = socket(client, fd);
        socket.retain();
        try {
            return socket.receive(client, new GrantVector(to, kernel.granted()), controlLength, flags);
        } finally {
            socket.release();
        }
    }

    @Override
    public void shutdown(int clientId, int fd, int how) throws Errno {
        socket(files.client(clientId), fd).shutdown(how);
    }

    @Override
    public byte[] getsockopt(int clientId, int fd, int level, int name) throws Errno {
        Client client = files.client(clientId);
        return socket(client, fd).option(client, level, name);
    }

    @Override
    public void setsockopt(int clientId, int fd, int level, int name, byte[] value) throws Errno {
        Client client = files.client(clientId);
        socket(client, fd).setOption(client, level, name, value);
    }

    // System V IPC

    @Override
    public int shmget(int clientId, int key, long size, int flags) throws Errno {
        return segments.shmget(files.client(clientId), key, size, flags);
    }

    @Override
    public Segment shmat(int clientId, int id, int access) throws Errno {
        return segments.shmat(files.client(clientId), id, access);
    }

    @Override
    public void shmdt(int clientId, int object) throws Errno {
        segments.shmdt(files.client(clientId), object);
    }

    @Override
    public Control shmctl(int clientId, int id, int command, byte[] data) throws Errno {
        return segments.shmctl(files.client(clientId), id, command, data);
    }

    @Override
    public int semget(int clientId, int key, int count, int flags) throws Errno {
        return semaphores.semget(files.client(clientId), key, count, flags);
    }

    @Override
    public void semop(int clientId, int id, int[] operations, long deadline) throws Errno {
        semaphores.semop(files.client(clientId), id, operations, deadline);
    }

    @Override
    public Control semctl(int clientId, int id, int number, int command, int value, byte[] data) throws Errno {
        return semaphores.semctl(files.client(clientId), id, number, command, value, data);
    }

    @Override
    public int semaphores(int clientId, int id) throws Errno {
        files.client(clientId);
        return semaphores.count(id);
    }

    @Override
    public int msgget(int clientId, int key, int flags) throws Errno {
        return queues.msgget(files.client(clientId), key, flags);
    }

    @Override
    public void msgsnd(int clientId, int id, long type, Grant text, int flags) throws Errno {
        queues.msgsnd(files.client(clientId), id, type, text, flags);
    }

    @Override
    public Message msgrcv(int clientId, int id, Grant to, long type, int flags) throws Errno {
        return queues.msgrcv(files.client(clientId), id, to, type, flags);
    }

    @Override
    public Control msgctl(int clientId, int id, int command, byte[] data) throws Errno {
        return queues.msgctl(files.client(clientId), id, command, data);
    }
}
