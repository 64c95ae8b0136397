package dev.kenari.process.server;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.component.ProgramComponent;
import dev.kenari.kernel.component.ProgramInstance;
import dev.kenari.kernel.ipc.Grant;
import dev.kenari.vfs.CharDevice;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/** A device that one process, the instance of a component of now, has open: it is opened for it before it runs. */
abstract class InstanceDevice implements CharDevice {
    private final ProgramComponent<?> component;
    private final Predicate<ProgramInstance> lives;
    private final Map<Long, ProgramInstance> open = new HashMap<>();
    private long lastHandle;

    /** @param lives whether the process of an instance is not about to end */
    InstanceDevice(ProgramComponent<?> component, Predicate<ProgramInstance> lives) {
        this.component = component;
        this.lives = lives;
    }

    /** Whom a handle belongs to. */
    final ProgramInstance instance(long handle) {
        return open.get(handle);
    }

    /** ENXIO between two instances, EBUSY for others than the launcher. */
    @Override
    public final long open(int minor, int flags, int process) throws Errno {
        ProgramInstance instance = component.current();
        if (instance == null) {
            throw Errno.ENXIO;
        }
        if (open.containsValue(instance)) {
            throw Errno.EBUSY;
        }
        open.put(++lastHandle, instance);
        return lastHandle;
    }

    /** Without it the program is of no use. */
    @Override
    public final void release(long handle) {
        ProgramInstance instance = open.remove(handle);
        if (lives.test(instance)) {
            instance.kill("it has closed a descriptor that it was started with");
        }
    }

    @Override
    public final long ioctl(long handle, int request, long argument, Grant memory) throws Errno {
        throw Errno.ENOTTY;
    }
}
