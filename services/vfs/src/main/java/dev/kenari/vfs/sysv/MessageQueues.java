package dev.kenari.vfs.sysv;

import dev.kenari.abi.Capability;
import dev.kenari.abi.Errno;
import dev.kenari.abi.SysvIpc;
import dev.kenari.abi.Words;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.ipc.Grant;
import dev.kenari.kernel.sync.WaitQueue;
import dev.kenari.vfs.SystemVIpc.Control;
import dev.kenari.vfs.SystemVIpc.Message;
import dev.kenari.vfs.file.Client;
import java.util.LinkedList;
import java.util.List;

/** msgget(2), msgop(2), msgctl(2). */
public final class MessageQueues {
    private static final int MAXIMUM_QUEUES = 1024;
    private static final int MSGMAX = 8192;
    private static final int MSGMNB = 16_384;
    private static final int STAT_BYTES = 120;
    private static final byte[] NOTHING = new byte[0];

    private record Text(long type, byte[] bytes) {}

    private static final class Queue extends IpcObject {
        private final List<Text> messages = new LinkedList<>();
        private final WaitQueue changed = new WaitQueue();
        private long bytes;
        private long limit = MSGMNB;
        private long sent;
        private long received;
        private long modified;
        private int lastSender;
        private int lastReceiver;

        Queue(int key, Client client, int flags, long now) {
            super(key, client, flags);
            modified = now;
        }

        /** Index of the message that msgrcv(2) with {@code type} takes; -1 if there is none. */
        int find(long type, int flags) {
            if ((flags & SysvIpc.MSG_COPY) != 0) {
                return type >= 0 && type < messages.size() ? (int) type : -1;
            }
            int found = -1;
            long lowest = type == Long.MIN_VALUE ? Long.MAX_VALUE : -type;
            int index = 0;
            for (Text message : messages) {
                if (type >= 0) {
                    boolean same = message.type == type;
                    if (type == 0 || same != ((flags & SysvIpc.MSG_EXCEPT) != 0)) {
                        return index;
                    }
                } else if (message.type <= lowest && (found < 0 || message.type < lowest)) {
                    found = index;
                    lowest = message.type;
                }
                index++;
            }
            return found;
        }
    }

    private final Kernel kernel;
    private final IpcTable<Queue> queues = new IpcTable<>(MAXIMUM_QUEUES);

    public MessageQueues(Kernel kernel) {
        this.kernel = kernel;
    }

    private long now() {
        return kernel.timers().realtime() / 1_000_000_000;
    }

    public int msgget(Client client, int key, int flags) throws Errno {
        return queues.get(client, key, flags, () -> new Queue(key, client, flags, now())).id();
    }

    public void msgsnd(Client client, int id, long type, Grant from, int flags) throws Errno {
        long length = from.length();
        if (type < 1 || length < 0 || length > MSGMAX) {
            throw Errno.EINVAL;
        }
        Queue queue = queues.find(id);
        byte[] bytes = new byte[(int) length];
        kernel.granted().read(from, 0, bytes, 0, bytes.length);
        while (true) {
            if (queue.removed()) {
                throw Errno.EIDRM;
            }
            queue.check(client, IpcObject.WRITE);
            if (queue.bytes + length <= queue.limit && queue.messages.size() + 1 <= queue.limit) {
                break;
            }
            if ((flags & SysvIpc.IPC_NOWAIT) != 0) {
                throw Errno.EAGAIN;
            }
            sleep(queue);
        }
        queue.messages.add(new Text(type, bytes));
        queue.bytes += length;
        queue.sent = now();
        queue.lastSender = client.process();
        queue.changed.wakeAll();
    }

    /** These calls are not restarted after a handler (signal(7)). */
    private static void sleep(Queue queue) throws Errno {
        try {
            queue.changed.sleep();
        } catch (Errno e) {
            throw e == Errno.ERESTARTSYS ? Errno.ERESTARTNOHAND : e;
        }
    }

    public Message msgrcv(Client client, int id, Grant to, long type, int flags) throws Errno {
        boolean copy = (flags & SysvIpc.MSG_COPY) != 0;
        if (copy && ((flags & SysvIpc.MSG_EXCEPT) != 0 || (flags & SysvIpc.IPC_NOWAIT) == 0)) {
            throw Errno.EINVAL;
        }
        Queue queue = queues.find(id);
        int index;
        while (true) {
            if (queue.removed()) {
                throw Errno.EIDRM;
            }
            queue.check(client, IpcObject.READ);
            index = queue.find(type, flags);
            if (index >= 0) {
                break;
            }
            if ((flags & SysvIpc.IPC_NOWAIT) != 0) {
                throw Errno.ENOMSG;
            }
            sleep(queue);
        }
        Text message = queue.messages.get(index);
        if (message.bytes.length > to.length() && (flags & SysvIpc.MSG_NOERROR) == 0) {
            throw Errno.E2BIG;
        }
        if (!copy) {
            queue.messages.remove(index);
            queue.bytes -= message.bytes.length;
            queue.received = now();
            queue.lastReceiver = client.process();
            queue.changed.wakeAll();
        }
        int count = (int) Math.min(message.bytes.length, to.length());
        kernel.granted().write(to, 0, message.bytes, 0, count);
        return new Message(message.type, count);
    }

    public Control msgctl(Client client, int id, int command, byte[] data) throws Errno {
        switch (command) {
            case SysvIpc.IPC_INFO, SysvIpc.MSG_INFO -> {
                return new Control(queues.highestIndex(), info(command == SysvIpc.MSG_INFO));
            }
            case SysvIpc.MSG_STAT, SysvIpc.MSG_STAT_ANY -> {
                Queue queue = queues.at(id);
                if (command == SysvIpc.MSG_STAT) {
                    queue.check(client, IpcObject.READ);
                }
                return new Control(queue.id(), stat(queue));
            }
            case SysvIpc.IPC_STAT -> {
                Queue queue = queues.find(id);
                queue.check(client, IpcObject.READ);
                return new Control(0, stat(queue));
            }
            case SysvIpc.IPC_SET -> set(client, queues.find(id), data);
            case SysvIpc.IPC_RMID -> {
                Queue queue = queues.find(id);
                queue.checkOwner(client);
                queues.remove(queue);
                queue.changed.wakeAll();
            }
            default -> throw Errno.EINVAL;
        }
        return new Control(0, NOTHING);
    }

    private void set(Client client, Queue queue, byte[] data) throws Errno {
        queue.checkOwner(client);
        if (data.length < STAT_BYTES) {
            throw Errno.EINVAL;
        }
        long limit = Words.getLong(data, 88);
        if (limit < 0 || limit > MSGMNB && !client.capable(Capability.SYS_RESOURCE)) {
            throw Errno.EPERM;
        }
        queue.setOwner(data);
        queue.limit = Math.min(limit, 1 << 20);
        queue.modified = now();
        queue.changed.wakeAll();
    }

    private static byte[] stat(Queue queue) {
        byte[] stat = new byte[STAT_BYTES];
        queue.putPermission(stat, queue.key(), 0);
        Words.putLong(stat, 48, queue.sent);
        Words.putLong(stat, 56, queue.received);
        Words.putLong(stat, 64, queue.modified);
        Words.putLong(stat, 72, queue.bytes);
        Words.putLong(stat, 80, queue.messages.size());
        Words.putLong(stat, 88, queue.limit);
        Words.putInt(stat, 96, queue.lastSender);
        Words.putInt(stat, 100, queue.lastReceiver);
        return stat;
    }

    /** A msginfo; with {@code usage} three of its fields say what is there. */
    private byte[] info(boolean usage) {
        byte[] info = new byte[32];
        long messages = 0;
        long bytes = 0;
        for (Queue queue : queues.all()) {
            messages += queue.messages.size();
            bytes += queue.bytes;
        }
        Words.putInt(info, 0, usage ? queues.all().size() : MAXIMUM_QUEUES * MSGMNB / 1024);
        Words.putInt(info, 4, usage ? (int) messages : MSGMNB);
        Words.putInt(info, 8, MSGMAX);
        Words.putInt(info, 12, MSGMNB);
        Words.putInt(info, 16, MAXIMUM_QUEUES);
        Words.putInt(info, 20, 16);
        Words.putInt(info, 24, usage ? (int) bytes : MSGMNB);
        Words.putShort(info, 28, 0xFFFF);
        return info;
    }
}
