package dev.kenari.vfs.sysv;

import dev.kenari.abi.Capability;
import dev.kenari.abi.Errno;
import dev.kenari.abi.SysvIpc;
import dev.kenari.abi.Words;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.mm.Frames;
import dev.kenari.kernel.mm.MemoryObject;
import dev.kenari.vfs.SystemVIpc.Control;
import dev.kenari.vfs.SystemVIpc.Segment;
import dev.kenari.vfs.file.Client;
import java.util.ArrayList;

/** shmget(2), shmop(2), shmctl(2). A segment is a memory object; who has mapped it is attached. */
public final class SharedMemory {
    private static final int MAXIMUM_SEGMENTS = 4096;
    private static final int STAT_BYTES = 112;
    private static final int WRITE_ACCESS = 2;
    private static final byte[] NOTHING = new byte[0];

    private static final class Shared extends IpcObject {
        private final MemoryObject object;
        private final long size;
        private final int creator;
        private int lastProcess;
        private long attached;
        private long detached;
        private long changed;
        private boolean doomed;
        private boolean locked;

        Shared(int key, Client client, int flags, MemoryObject object, long size, long now) {
            super(key, client, flags);
            this.object = object;
            this.size = size;
            this.creator = client.process();
            this.changed = now;
        }
    }

    private final Kernel kernel;
    private final IpcTable<Shared> segments = new IpcTable<>(MAXIMUM_SEGMENTS);

    public SharedMemory(Kernel kernel) {
        this.kernel = kernel;
    }

    private long now() {
        return kernel.timers().realtime() / 1_000_000_000;
    }

    /** Drops the segments that were removed while attached and are not any more. */
    private void reap() {
        for (Shared segment : new ArrayList<>(segments.all())) {
            if (segment.doomed && segment.object.mappings() == 0) {
                segments.remove(segment);
                segment.object.release();
            }
        }
    }

    public int shmget(Client client, int key, long size, int flags) throws Errno {
        reap();
        if ((flags & SysvIpc.SHM_HUGETLB) != 0) {
            throw Errno.EINVAL;
        }
        Shared segment = segments.get(client, key, flags, () -> {
            long limit = (long) kernel.frames().total() << Frames.SHIFT;
            if (size < 1 || size > limit) {
                throw Errno.EINVAL;
            }
            long rounded = size + Frames.SIZE - 1 & -Frames.SIZE;
            return new Shared(key, client, flags, kernel.objects().anonymous(rounded), size, now());
        });
        if (size > segment.size) {
            throw Errno.EINVAL;
        }
        return segment.id();
    }

    public Segment shmat(Client client, int id, int access) throws Errno {
        reap();
        Shared segment = segments.find(id);
        segment.check(client, IpcObject.READ | ((access & WRITE_ACCESS) != 0 ? IpcObject.WRITE : 0));
        segment.attached = now();
        segment.lastProcess = client.process();
        return new Segment(segment.object.id(), segment.size, segment.key());
    }

    /** EINVAL if the object is no segment. */
    public void shmdt(Client client, int object) throws Errno {
        for (Shared segment : segments.all()) {
            if (segment.object.id() == object) {
                segment.detached = now();
                segment.lastProcess = client.process();
                reap();
                return;
            }
        }
        throw Errno.EINVAL;
    }

    public Control shmctl(Client client, int id, int command, byte[] data) throws Errno {
        reap();
        switch (command) {
            case SysvIpc.IPC_INFO -> {
                return new Control(segments.highestIndex(), limits());
            }
            case SysvIpc.SHM_INFO -> {
                return new Control(segments.highestIndex(), usage());
            }
            case SysvIpc.SHM_STAT, SysvIpc.SHM_STAT_ANY -> {
                Shared segment = segments.at(id);
                if (command == SysvIpc.SHM_STAT) {
                    segment.check(client, IpcObject.READ);
                }
                return new Control(segment.id(), stat(segment));
            }
            default -> {
                return control(client, segments.find(id), command, data);
            }
        }
    }

    private Control control(Client client, Shared segment, int command, byte[] data) throws Errno {
        switch (command) {
            case SysvIpc.IPC_STAT -> {
                segment.check(client, IpcObject.READ);
                return new Control(0, stat(segment));
            }
            case SysvIpc.IPC_SET -> {
                segment.checkOwner(client);
                segment.setOwner(data);
                segment.changed = now();
            }
            case SysvIpc.IPC_RMID -> {
                segment.checkOwner(client);
                segment.doomed = true;
                segments.forgetKey(segment);
                reap();
            }
            case SysvIpc.SHM_LOCK, SysvIpc.SHM_UNLOCK -> {
                if (!client.capable(Capability.IPC_LOCK)) {
                    segment.checkOwner(client);
                }
                segment.locked = command == SysvIpc.SHM_LOCK;
            }
            default -> throw Errno.EINVAL;
        }
        return new Control(0, NOTHING);
    }

    private byte[] stat(Shared segment) {
        byte[] stat = new byte[STAT_BYTES];
        segment.putPermission(
                stat,
                segment.doomed ? SysvIpc.IPC_PRIVATE : segment.key(),
                (segment.doomed ? SysvIpc.SHM_DEST : 0) | (segment.locked ? SysvIpc.SHM_LOCKED : 0));
        Words.putLong(stat, 48, segment.size);
        Words.putLong(stat, 56, segment.attached);
        Words.putLong(stat, 64, segment.detached);
        Words.putLong(stat, 72, segment.changed);
        Words.putInt(stat, 80, segment.creator);
        Words.putInt(stat, 84, segment.lastProcess);
        Words.putLong(stat, 88, segment.object.mappings());
        return stat;
    }

    /** A shminfo64. */
    private byte[] limits() {
        byte[] limits = new byte[72];
        Words.putLong(limits, 0, (long) kernel.frames().total() << Frames.SHIFT);
        Words.putLong(limits, 8, 1);
        Words.putLong(limits, 16, MAXIMUM_SEGMENTS);
        Words.putLong(limits, 24, MAXIMUM_SEGMENTS);
        Words.putLong(limits, 32, kernel.frames().total());
        return limits;
    }

    /** A shm_info. */
    private byte[] usage() {
        byte[] usage = new byte[48];
        long pages = 0;
        long resident = 0;
        for (Shared segment : segments.all()) {
            pages += segment.object.size() >>> Frames.SHIFT;
            resident += segment.object.residentPages();
        }
        Words.putInt(usage, 0, segments.all().size());
        Words.putLong(usage, 8, pages);
        Words.putLong(usage, 16, resident);
        return usage;
    }
}
