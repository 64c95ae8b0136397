package dev.kenari.process.server;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.abi.Signal;
import dev.kenari.abi.WaitOptions;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.component.ProgramComponent;
import dev.kenari.kernel.component.ProgramInstance;
import dev.kenari.kernel.component.ProgramLauncher;
import dev.kenari.kernel.mm.Frames;
import dev.kenari.kernel.mm.MemoryObject;
import dev.kenari.kernel.module.ModuleReference;
import dev.kenari.kernel.sched.InitialScheduling;
import dev.kenari.kernel.sched.SchedulingParameters;
import dev.kenari.process.life.KernelPrograms;
import dev.kenari.process.table.Process;
import dev.kenari.vfs.CharDevice;
import dev.kenari.vfs.MiscDevices;
import dev.kenari.vfs.Vfs;
import dev.kenari.vfs.VfsComponent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Runs components that are programs. An image need not have them: they come from the kernel (as Linux's usermode_driver.c has it). */
public final class ServerPrograms implements ProgramLauncher {
    private static final String NODES = "components/";
    private static final String REQUESTS = "/requests";
    private static final String DEVICE = "/device";
    private static final int MODE = 0600;
    private static final int MFD_CLOEXEC = 1;
    private static final int PROT_READ = 1;

    /** Before usual programs; but one that hangs keeps no hart from those who end it. */
    private static final InitialScheduling SCHEDULING = new InitialScheduling(SchedulingParameters.NORMAL, 0, -20);

    private final Kernel kernel;
    private final Vfs vfs;
    private final KernelPrograms programs;
    private final List<ProgramComponent<?>> components = new ArrayList<>();
    private final Map<ProgramInstance, Process> processes = new HashMap<>();

    public ServerPrograms(Kernel kernel, Vfs vfs, KernelPrograms programs) {
        this.kernel = kernel;
        this.vfs = vfs;
        this.programs = programs;
    }

    /** Makes the nodes in /dev of a component that {@link #start} will start. */
    public void add(VfsComponent files, ProgramComponent<?> component) throws Errno {
        MiscDevices devices = files.miscDevices();
        String nodes = NODES + component.name();
        register(devices, nodes + REQUESTS, new RequestDevice(component, this::lives));
        if (component.drives()) {
            register(devices, nodes + DEVICE, new DriverDevice(component, this::lives));
        }
        components.add(component);
    }

    private static void register(MiscDevices devices, String node, CharDevice driver) throws Errno {
        devices.register(node, MiscDevices.DYNAMIC, MODE, driver, ModuleReference.BUILT_IN);
    }

    private boolean lives(ProgramInstance instance) {
        Process process = processes.get(instance);
        return process != null && !process.ending();
    }

    /** Starts all components. */
    public void start() {
        components.forEach(component -> component.start(this));
    }

    @Override
    public Runnable launch(ProgramInstance instance, String name, byte[] image, String... arguments) throws Errno {
        int client = vfs.attach(0, 0, false, false);
        Process process;
        try {
            String nodes = "/dev/" + NODES + instance.name();
            vfs.openat(client, Fcntl.AT_FDCWD, nodes + REQUESTS, Fcntl.O_RDWR, 0);
            vfs.openat(client, Fcntl.AT_FDCWD, instance.device() == null ? "/dev/null" : nodes + DEVICE, Fcntl.O_RDWR, 0);
            vfs.openat(client, Fcntl.AT_FDCWD, "/dev/kmsg", Fcntl.O_WRONLY, 0);
            int program = vfs.memfdCreate(client, name, MFD_CLOEXEC);
            write(client, program, image);
            process = programs.start(
                    client,
                    program,
                    "",
                    Fcntl.AT_EMPTY_PATH,
                    Stream.concat(Stream.of(name), Stream.of(arguments)).toList(),
                    SCHEDULING);
        } catch (Errno e) {
            vfs.detach(client);
            throw e;
        }
        processes.put(instance, process);
        kernel.task("watch/" + instance.name(), task -> {
            KernelPrograms.awaitEnd(process);
            processes.remove(instance);
            instance.kill(describe(process.status()));
        }).wake();
        return () -> process.kill(WaitOptions.killed(Signal.KILL, false));
    }

    private void write(int client, int file, byte[] image) throws Errno {
        vfs.ftruncate(client, file, image.length);
        MemoryObject content =
                kernel.objects().find(vfs.map(client, file, PROT_READ, true, 0, image.length).object());
        for (int at = 0; at < image.length; at += Frames.SIZE) {
            long frame = content.writableFrame(at / Frames.SIZE);
            kernel.frames().memory().write(frame, image, at, Math.min(Frames.SIZE, image.length - at));
        }
    }

    private static String describe(int status) {
        int signal = status & 0x7F;
        return signal == 0 ? "exit status " + (status >> 8 & 0xFF) : "signal " + signal;
    }
}
