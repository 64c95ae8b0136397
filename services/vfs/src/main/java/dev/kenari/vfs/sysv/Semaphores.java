package dev.kenari.vfs.sysv;

import dev.kenari.abi.Errno;
import dev.kenari.abi.SysvIpc;
import dev.kenari.abi.Words;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.sync.WaitQueue;
import dev.kenari.vfs.SystemVIpc.Control;
import dev.kenari.vfs.file.Client;
import java.util.HashMap;
import java.util.Map;

/** semget(2), semop(2), semctl(2). */
public final class Semaphores {
    private static final int MAXIMUM_SETS = 4096;
    private static final int MAXIMUM_PER_SET = 32_000;
    /** Of all sets together. */
    private static final int MAXIMUM_SEMAPHORES = 1 << 18;
    /** Adjustments that all processes' ends would make. */
    private static final int MAXIMUM_UNDOS = 1 << 16;

    private static final int MAXIMUM_VALUE = 32_767;
    private static final int STAT_BYTES = 88;
    private static final byte[] NOTHING = new byte[0];

    /** One set. */
    private static final class SemaphoreSet extends IpcObject {
        private final int[] values;
        private final int[] processes;
        /** Tasks that wait for an increase, and for zero. */
        private final int[] waitingForMore;

        private final int[] waitingForZero;
        private final WaitQueue changed = new WaitQueue();
        /** What each process's end adds (SEM_UNDO). */
        private final Map<Integer, Map<Integer, Integer>> undo = new HashMap<>();

        private long operated;
        private long modified;

        SemaphoreSet(int key, Client client, int flags, int count, long now) {
            super(key, client, flags);
            values = new int[count];
            processes = new int[count];
            waitingForMore = new int[count];
            waitingForZero = new int[count];
            modified = now;
        }
    }

    private final Kernel kernel;
    private final IpcTable<SemaphoreSet> sets = new IpcTable<>(MAXIMUM_SETS);
    private int total;
    private int undos;

    public Semaphores(Kernel kernel) {
        this.kernel = kernel;
    }

    private long now() {
        return kernel.timers().realtime() / 1_000_000_000;
    }

    public int semget(Client client, int key, int count, int flags) throws Errno {
        if (count < 0 || count > MAXIMUM_PER_SET) {
            throw Errno.EINVAL;
        }
        SemaphoreSet set = sets.get(client, key, flags, () -> {
            if (count == 0) {
                throw Errno.EINVAL;
            }
            if (total + count > MAXIMUM_SEMAPHORES) {
                throw Errno.ENOSPC;
            }
            total += count;
            return new SemaphoreSet(key, client, flags, count, now());
        });
        if (count > set.values.length) {
            throw Errno.EINVAL;
        }
        return set.id();
    }

    public int count(int id) throws Errno {
        return sets.find(id).values.length;
    }

    public void semop(Client client, int id, int[] operations, long deadline) throws Errno {
        SemaphoreSet set = sets.find(id);
        boolean alters = false;
        for (int i = 0; i < operations.length; i += 3) {
            if (operations[i] >= set.values.length) {
                throw Errno.EFBIG;
            }
            alters |= operations[i + 1] != 0;
        }
        set.check(client, alters ? IpcObject.WRITE : IpcObject.READ);
        while (true) {
            int blocked = attempt(set, client, operations);
            if (blocked < 0) {
                return;
            }
            if ((operations[blocked + 2] & SysvIpc.IPC_NOWAIT) != 0) {
                throw Errno.EAGAIN;
            }
            int[] waiting = operations[blocked + 1] == 0 ? set.waitingForZero : set.waitingForMore;
            int number = operations[blocked];
            waiting[number]++;
            try {
                if (!set.changed.sleep(deadline)) {
                    throw Errno.EAGAIN;
                }
            } catch (Errno e) {
                throw e == Errno.ERESTARTSYS ? Errno.EINTR : e;
            } finally {
                waiting[number]--;
            }
            if (set.removed()) {
                throw Errno.EIDRM;
            }
        }
    }

    /** Does all operations or none; returns where the one starts that has to wait, or -1. ERANGE, ENOMEM. */
    private int attempt(SemaphoreSet set, Client client, int[] operations) throws Errno {
        Map<Integer, Integer> undo = null;
        int done = 0;
        boolean complete = false;
        try {
            for (; done < operations.length; done += 3) {
                int number = operations[done];
                int operation = operations[done + 1];
                int value = set.values[number];
                if (operation == 0 ? value != 0 : value + operation < 0) {
                    return done;
                }
                if (value + operation > MAXIMUM_VALUE) {
                    throw Errno.ERANGE;
                }
                if ((operations[done + 2] & SysvIpc.SEM_UNDO) != 0 && operation != 0) {
                    undo = undo == null ? new HashMap<>(set.undo.getOrDefault(client.process(), Map.of())) : undo;
                    if (Math.abs(undo.merge(number, -operation, Integer::sum)) > MAXIMUM_VALUE) {
                        throw Errno.ERANGE;
                    }
                }
                set.values[number] += operation;
            }
            if (undo != null) {
                remember(set, client.process(), undo);
            }
            complete = true;
        } finally {
            for (int i = 0; i < done; i += 3) {
                if (complete) {
                    set.processes[operations[i]] = client.process();
                } else {
                    set.values[operations[i]] -= operations[i + 1];
                }
            }
        }
        set.operated = now();
        set.changed.wakeAll();
        return -1;
    }

    private void remember(SemaphoreSet set, int process, Map<Integer, Integer> undo) throws Errno {
        int before = set.undo.getOrDefault(process, Map.of()).size();
        if (undos - before + undo.size() > MAXIMUM_UNDOS) {
            throw Errno.ENOMEM;
        }
        undos += undo.size() - before;
        set.undo.put(process, undo);
    }

    /** A process has ended: what it did with SEM_UNDO is undone. */
    public void ended(int process) {
        if (undos == 0) {
            return;
        }
        for (SemaphoreSet set : sets.all()) {
            Map<Integer, Integer> undo = set.undo.remove(process);
            if (undo != null) {
                undos -= undo.size();
                undo.forEach((number, adjustment) -> {
                    set.values[number] = Math.clamp(set.values[number] + adjustment, 0, MAXIMUM_VALUE);
                    set.processes[number] = process;
                });
                set.operated = now();
                set.changed.wakeAll();
            }
        }
    }

    private void forgetUndo(SemaphoreSet set) {
        set.undo.values().forEach(undo -> undos -= undo.size());
        set.undo.clear();
    }

    public Control semctl(Client client, int id, int number, int command, int value, byte[] data) throws Errno {
        switch (command) {
            case SysvIpc.IPC_INFO, SysvIpc.SEM_INFO -> {
                return new Control(sets.highestIndex(), info(command == SysvIpc.SEM_INFO));
            }
            case SysvIpc.SEM_STAT, SysvIpc.SEM_STAT_ANY -> {
                SemaphoreSet set = sets.at(id);
                if (command == SysvIpc.SEM_STAT) {
                    set.check(client, IpcObject.READ);
                }
                return new Control(set.id(), stat(set));
            }
            case SysvIpc.IPC_STAT -> {
                SemaphoreSet set = sets.find(id);
                set.check(client, IpcObject.READ);
                return new Control(0, stat(set));
            }
            case SysvIpc.IPC_SET -> {
                SemaphoreSet set = sets.find(id);
                set.checkOwner(client);
                set.setOwner(data);
                set.modified = now();
            }
            case SysvIpc.IPC_RMID -> {
                SemaphoreSet set = sets.find(id);
                set.checkOwner(client);
                sets.remove(set);
                total -= set.values.length;
                forgetUndo(set);
                set.changed.wakeAll();
            }
            case SysvIpc.GETALL -> {
                SemaphoreSet set = sets.find(id);
                set.check(client, IpcObject.READ);
                byte[] values = new byte[2 * set.values.length];
                for (int i = 0; i < set.values.length; i++) {
                    Words.putShort(values, 2 * i, set.values[i]);
                }
                return new Control(0, values);
            }
            case SysvIpc.SETALL -> setAll(client, sets.find(id), data);
            default -> {
                return new Control(single(client, sets.find(id), number, command, value), NOTHING);
            }
        }
        return new Control(0, NOTHING);
    }

    private int single(Client client, SemaphoreSet set, int number, int command, int value) throws Errno {
        set.check(client, command == SysvIpc.SETVAL ? IpcObject.WRITE : IpcObject.READ);
        if (number < 0 || number >= set.values.length) {
            throw Errno.EINVAL;
        }
        return switch (command) {
            case SysvIpc.GETVAL -> set.values[number];
            case SysvIpc.GETPID -> set.processes[number];
            case SysvIpc.GETNCNT -> set.waitingForMore[number];
            case SysvIpc.GETZCNT -> set.waitingForZero[number];
            case SysvIpc.SETVAL -> {
                if (value < 0 || value > MAXIMUM_VALUE) {
                    throw Errno.ERANGE;
                }
                set.undo.values().forEach(undo -> undo.computeIfPresent(number, (n, u) -> 0));
                set.values[number] = value;
                set.processes[number] = client.process();
                set.modified = now();
                set.changed.wakeAll();
                yield 0;
            }
            default -> throw Errno.EINVAL;
        };
    }

    private void setAll(Client client, SemaphoreSet set, byte[] data) throws Errno {
        set.check(client, IpcObject.WRITE);
        if (data.length < 2 * set.values.length) {
            throw Errno.EINVAL;
        }
        for (int i = 0; i < set.values.length; i++) {
            if (Words.getShort(data, 2 * i) < 0) {
                throw Errno.ERANGE;
            }
        }
        for (int i = 0; i < set.values.length; i++) {
            set.values[i] = Words.getShort(data, 2 * i);
            set.processes[i] = client.process();
        }
        forgetUndo(set);
        set.modified = now();
        set.changed.wakeAll();
    }

    private static byte[] stat(SemaphoreSet set) {
        byte[] stat = new byte[STAT_BYTES];
        set.putPermission(stat, set.key(), 0);
        Words.putLong(stat, 48, set.operated);
        Words.putLong(stat, 56, set.modified);
        Words.putLong(stat, 64, set.values.length);
        return stat;
    }

    /** A seminfo; with {@code usage} two of its fields say what is there. */
    private byte[] info(boolean usage) {
        byte[] info = new byte[40];
        int[] fields = {
            MAXIMUM_SEMAPHORES, MAXIMUM_SETS, MAXIMUM_SEMAPHORES, MAXIMUM_SEMAPHORES, MAXIMUM_PER_SET, 500, 500,
            usage ? sets.all().size() : 20, MAXIMUM_VALUE, usage ? total : MAXIMUM_VALUE
        };
        for (int i = 0; i < fields.length; i++) {
            Words.putInt(info, 4 * i, fields[i]);
        }
        return info;
    }
}
