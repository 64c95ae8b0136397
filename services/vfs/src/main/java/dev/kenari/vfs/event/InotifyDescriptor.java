package dev.kenari.vfs.event;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.abi.Inotify;
import dev.kenari.abi.Ioctl;
import dev.kenari.abi.Poll;
import dev.kenari.abi.Words;
import dev.kenari.kernel.ipc.Grant;
import dev.kenari.kernel.sync.WaitQueue;
import dev.kenari.vfs.file.Client;
import dev.kenari.vfs.file.IoVector;
import dev.kenari.vfs.file.OpenFileDescription;
import dev.kenari.vfs.namespace.Inode;
import dev.kenari.vfs.namespace.InodeWatcher;
import dev.kenari.vfs.namespace.Path;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An inotify(7) instance: watches on inodes, and the events that they have brought and nobody has read. */
public final class InotifyDescriptor extends OpenFileDescription {
    /** As /proc/sys/fs/inotify has them. */
    public static final int MAX_QUEUED_EVENTS = 16_384;

    public static final int MAX_WATCHES = 65_536;

    private static final int NAME_ALIGNMENT = 16;

    private record Event(int watch, int mask, int cookie, String name) {
        private static final Event OVERFLOW = new Event(-1, Inotify.IN_Q_OVERFLOW, 0, "");

        /** With its padding: the name ends in at least one NUL. */
        int nameBytes() {
            return name.isEmpty() ? 0 : (name.length() / NAME_ALIGNMENT + 1) * NAME_ALIGNMENT;
        }

        int bytes() {
            return Inotify.EVENT_BYTES + nameBytes();
        }
    }

    private final class Watch implements InodeWatcher {
        private final int number;
        private final Inode inode;
        private int mask;

        Watch(int number, Inode inode) {
            this.number = number;
            this.inode = inode;
        }

        @Override
        public void happened(int events, int cookie, String name, boolean removed) {
            boolean unmounted = (events & Inotify.IN_UNMOUNT) != 0;
            boolean excluded = removed && !name.isEmpty() && (mask & Inotify.IN_EXCL_UNLINK) != 0;
            if ((events & mask & Inotify.IN_ALL_EVENTS) == 0 && !unmounted || excluded) {
                return;
            }
            queue(new Event(number, events, cookie, name));
            if ((mask & Inotify.IN_ONESHOT) != 0) {
                inode.unwatch(this);
                ended();
            }
        }

        @Override
        public void ended() {
            watches.remove(number);
            byInode.remove(inode);
            queue(new Event(number, Inotify.IN_IGNORED, 0, ""));
        }
    }

    private final WaitQueue arrived = new WaitQueue();
    private final Map<Integer, Watch> watches = new TreeMap<>();
    private final Map<Inode, Watch> byInode = new HashMap<>();
    private final Deque<Event> events = new ArrayDeque<>();
    private int nextWatch = 1;

    public InotifyDescriptor(Path path, int flags) {
        super(path, flags | Fcntl.O_RDONLY);
    }

    /** inotify_add_watch(2), once the path has led to {@code inode}. EEXIST, ENOSPC. */
    public int watch(Inode inode, int mask) throws Errno {
        Watch known = byInode.get(inode);
        if (known != null) {
            if ((mask & Inotify.IN_MASK_CREATE) != 0) {
                throw Errno.EEXIST;
            }
            known.mask = (mask & Inotify.IN_MASK_ADD) != 0 ? known.mask | mask : mask;
            return known.number;
        }
        if (watches.size() == MAX_WATCHES) {
            throw Errno.ENOSPC;
        }
        Watch made = new Watch(nextWatch++, inode);
        made.mask = mask;
        watches.put(made.number, made);
        byInode.put(inode, made);
        inode.watch(made);
        return made.number;
    }

    /** inotify_rm_watch(2). EINVAL. */
    public void unwatch(int number) throws Errno {
        Watch watch = watches.get(number);
        if (watch == null) {
            throw Errno.EINVAL;
        }
        watch.inode.unwatch(watch);
        watch.ended();
    }

    /** An event like the one before it says nothing new. */
    private void queue(Event event) {
        if (event.equals(events.peekLast())) {
            return;
        }
        if (events.size() >= MAX_QUEUED_EVENTS) {
            if (events.peekLast() != Event.OVERFLOW) {
                events.add(Event.OVERFLOW);
            }
            return;
        }
        events.add(event);
        arrived.wakeAll();
    }

    @Override
    public void read(IoVector to) throws Errno {
        while (events.isEmpty()) {
            if (nonBlocking()) {
                throw Errno.EAGAIN;
            }
            arrived.sleep();
        }
        if (to.remaining() < events.getFirst().bytes()) {
            throw Errno.EINVAL;
        }
        while (!events.isEmpty() && events.getFirst().bytes() <= to.remaining()) {
            Event event = events.removeFirst();
            byte[] bytes = new byte[event.bytes()];
            Words.putInt(bytes, 0, event.watch);
            Words.putInt(bytes, 4, event.mask);
            Words.putInt(bytes, 8, event.cookie);
            Words.putInt(bytes, 12, event.nameBytes());
            byte[] name = event.name.getBytes(StandardCharsets.ISO_8859_1);
            System.arraycopy(name, 0, bytes, Inotify.EVENT_BYTES, name.length);
            to.put(bytes, 0, bytes.length);
        }
    }

    @Override
    public long ioctl(Client client, int request, long argument, Grant memory) throws Errno {
        if (request != Ioctl.FIONREAD) {
            throw Errno.ENOTTY;
        }
        int bytes = events.stream().mapToInt(Event::bytes).sum();
        inode().superBlock().kernel().granted().write(memory, 0, Words.ofInt(bytes), 0, Integer.BYTES);
        return 0;
    }

    @Override
    public int poll(int wanted) {
        return events.isEmpty() ? 0 : wanted & (Poll.POLLIN | Poll.POLLRDNORM);
    }

    @Override
    public WaitQueue waitQueue() {
        return arrived;
    }

    @Override
    public String details() {
        StringBuilder text = new StringBuilder();
        for (Watch watch : watches.values()) {
            text.append("inotify wd:%x ino:%x sdev:%x mask:%x ignored_mask:0\n".formatted(
                    watch.number, watch.inode.number(), watch.inode.superBlock().device(),
                    watch.mask & Inotify.IN_ALL_EVENTS));
        }
        return text.toString();
    }

    @Override
    protected void released() {
        List<Watch> all = new ArrayList<>(watches.values());
        watches.clear();
        for (Watch watch : all) {
            watch.inode.unwatch(watch);
        }
    }
}
