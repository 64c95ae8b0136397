package dev.kenari.kernel.component;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.cap.Capability;
import dev.kenari.kernel.ipc.Endpoint;
import dev.kenari.kernel.sync.WaitQueue;

/**
 * A component that is a riscv64 program, in a process of its own, and after that one's end in the next. Calls wait for the first instance,
 * which starts once there are processes. Guarded by the kernel lock.
 */
public final class ProgramComponent<P> implements Served, Supervised {
    private final Kernel kernel;
    private final String name;
    private final String program;
    private final byte[] image;
    private final InstanceLimits limits;
    private final MachineDevice device;
    private final Capability port;
    private final Marshalling<P> marshalling;
    private final RestartCount restarts;
    private final WaitQueue changed = new WaitQueue();
    private ProgramLauncher launcher;
    private ProgramInstance instance;
    /** Of the instance of now, once it takes calls. */
    private Endpoint endpoint;
    private boolean givenUp;

    /**
     * @param name of the instance
     * @param image an ELF executable
     * @param device null for what is no driver
     */
    public ProgramComponent(
            Kernel kernel, Component<P> component, String name, byte[] image, InstanceLimits limits, MachineDevice device) {
        this.kernel = kernel;
        this.name = name;
        this.program = component.name();
        this.image = image;
        this.limits = limits;
        this.device = device;
        this.port = kernel.capabilities().create(this);
        this.marshalling = Marshalling.of(component.protocol());
        this.restarts = new RestartCount(limits.restart());
    }

    /** What clients call. */
    public P client() {
        return marshalling.stub(DomainChannel.ofKernel(kernel, port, marshalling));
    }

    /** From now on there are processes. */
    public void start(ProgramLauncher by) {
        launcher = by;
        kernel.task("incarnate/" + name, task -> {
            if (!incarnate()) {
                reincarnate();
            }
        }).wake();
    }

    /** The instance of now; null between two. */
    public ProgramInstance current() {
        return instance == null || instance.end() != null ? null : instance;
    }

    /** A new process that takes calls; sleeps. Returns whether there is one. */
    private boolean incarnate() {
        try {
            ProgramInstance made = new ProgramInstance(kernel, name, marshalling, limits, device, this::died);
            instance = made;
            made.start(launcher, program, image);
            made.awaitReady(kernel.timers().now() + limits.startNanos());
        } catch (Errno e) {
            if (current() != null) {
                instance.kill("does not start: " + e);
            } else {
                kernel.log().warn(name + ": does not start: " + e);
            }
        }
        if (current() == null) {
            return false;
        }
        endpoint = instance.endpoint();
        Heartbeat.watch(kernel.timers(), instance, endpoint, limits.heartbeat());
        changed.wakeAll();
        return true;
    }

    private void died(String why) {
        boolean ran = endpoint != null;
        endpoint = null;
        if (givenUp) {
            return;
        }
        kernel.ipc().died();
        kernel.log().warn(name + ": process ended: " + why);
        if (ran) {
            restarts.died(kernel.timers().now());
            kernel.task("reincarnate/" + name, task -> reincarnate()).wake();
        }
    }

    private void reincarnate() {
        if (restarts.restart(kernel.timers(), this::incarnate)) {
            kernel.log().warn(name + ": restarted");
        } else {
            giveUp();
        }
    }

    private void giveUp() {
        givenUp = true;
        kernel.log().warn(name + ": given up after " + restarts.all() + " restarts");
        changed.wakeAll();
    }

    /** Whether it is a driver. */
    public boolean drives() {
        return device != null;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Class<?> protocol() {
        return marshalling.protocol();
    }

    @Override
    public Endpoint endpoint() throws Errno {
        while (endpoint == null) {
            if (givenUp) {
                throw Errno.ENOTCONN;
            }
            changed.sleepUninterruptibly();
        }
        return endpoint;
    }

    @Override
    public Instance instance() {
        return instance;
    }

    @Override
    public long replyNanos() {
        return limits.replyNanos();
    }

    @Override
    public boolean returns() {
        return !givenUp;
    }

    @Override
    public void retire() {
        givenUp = true;
        port.revoke();
        kill("retired");
    }

    @Override
    public boolean runs() {
        return endpoint != null;
    }

    @Override
    public int restarts() {
        return restarts.all();
    }

    @Override
    public int updates() {
        return 0;
    }

    @Override
    public void kill(String why) {
        if (current() != null) {
            instance.kill(why);
        }
    }
}
