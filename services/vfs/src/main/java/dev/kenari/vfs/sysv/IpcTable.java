package dev.kenari.vfs.sysv;

import dev.kenari.abi.Errno;
import dev.kenari.abi.SysvIpc;
import dev.kenari.vfs.file.Client;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** The objects of one kind by id and by key. An id is an index plus a sequence number, so that a stale one is noticed. */
final class IpcTable<T extends IpcObject> {
    static final int INDICES = 1 << 15;

    /** Makes an object that a get call did not find. */
    @FunctionalInterface
    interface Maker<T> {
        T make() throws Errno;
    }

    private final int limit;
    private final TreeMap<Integer, T> byIndex = new TreeMap<>();
    private final Map<Integer, T> byKey = new HashMap<>();
    private int lastIndex = -1;
    private int sequence;

    /** @param limit how many there may be; beyond is ENOSPC */
    IpcTable(int limit) {
        this.limit = limit;
    }

    Collection<T> all() {
        return byIndex.values();
    }

    /** Highest index in use; 0 if none, as the INFO commands return it. */
    int highestIndex() {
        return byIndex.isEmpty() ? 0 : byIndex.lastKey();
    }

    /** The object of a get call, found by key or new. EEXIST, ENOENT, EACCES, ENOSPC. */
    T get(Client client, int key, int flags, Maker<T> maker) throws Errno {
        T known = key == SysvIpc.IPC_PRIVATE ? null : byKey.get(key);
        if (known != null) {
            if ((flags & (SysvIpc.IPC_CREAT | SysvIpc.IPC_EXCL)) == (SysvIpc.IPC_CREAT | SysvIpc.IPC_EXCL)) {
                throw Errno.EEXIST;
            }
            known.checkMode(client, flags);
            return known;
        }
        if (key != SysvIpc.IPC_PRIVATE && (flags & SysvIpc.IPC_CREAT) == 0) {
            throw Errno.ENOENT;
        }
        if (byIndex.size() >= limit) {
            throw Errno.ENOSPC;
        }
        T made = maker.make();
        add(made);
        return made;
    }

    private void add(T object) {
        int index = 0;
        while (byIndex.containsKey(index)) {
            index++;
        }
        if (index <= lastIndex) {
            sequence = (sequence + 1) % INDICES;
        }
        lastIndex = index;
        object.setId(sequence * INDICES + index);
        byIndex.put(index, object);
        if (object.key() != SysvIpc.IPC_PRIVATE) {
            byKey.put(object.key(), object);
        }
    }

    /** EINVAL for an id that never was, EIDRM for one that was removed. */
    T find(int id) throws Errno {
        T object = id < 0 ? null : byIndex.get(id % INDICES);
        if (object == null) {
            throw Errno.EINVAL;
        }
        if (object.id() != id) {
            throw Errno.EIDRM;
        }
        return object;
    }

    /** The object at an index, for the STAT commands. EINVAL. */
    T at(int index) throws Errno {
        T object = byIndex.get(index);
        if (object == null) {
            throw Errno.EINVAL;
        }
        return object;
    }

    /** The key leads nowhere from now on. */
    void forgetKey(T object) {
        byKey.remove(object.key(), object);
    }

    void remove(T object) {
        object.markRemoved();
        forgetKey(object);
        byIndex.remove(object.id() % INDICES);
    }
}
