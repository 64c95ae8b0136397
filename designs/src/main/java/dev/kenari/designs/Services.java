package dev.kenari.designs;

import dev.kenari.abi.Errno;
import dev.kenari.drivers.BlockDevice;
import dev.kenari.drivers.Console;
import dev.kenari.drivers.Drivers;
import dev.kenari.drivers.StreamPorts;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.KernelPanic;
import dev.kenari.kernel.component.Connector;
import dev.kenari.kernel.component.DomainComponent;
import dev.kenari.kernel.component.ProgramComponent;
import dev.kenari.kernel.component.Supervised;
import dev.kenari.kernel.module.ModuleReference;
import dev.kenari.kernel.task.Task;
import dev.kenari.linux.LinuxPersonality;
import dev.kenari.linux.LinuxServices;
import dev.kenari.linux.strace.Strace;
import dev.kenari.machine.Board;
import dev.kenari.modules.random.RandomDevice;
import dev.kenari.process.Command;
import dev.kenari.process.ProcessComponent;
import dev.kenari.process.Processes;
import dev.kenari.process.Signals;
import dev.kenari.vfs.BoardFiles;
import dev.kenari.vfs.Channels;
import dev.kenari.vfs.CharDevice;
import dev.kenari.vfs.DeviceNumber;
import dev.kenari.vfs.DiskFileSystemType;
import dev.kenari.vfs.FileSystem;
import dev.kenari.vfs.RootLayers;
import dev.kenari.vfs.Vfs;
import dev.kenari.vfs.VfsComponent;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes the services, connects them, and brings the system up to its first program. */
final class Services {
    /** Major number of the host's standard streams; from the range for local use (devices.txt). */
    private static final int STREAMS_MAJOR = 240;

    private static final String[] STREAMS = {"stdin", "stdout", "stderr"};
    private static final int AT_FDCWD = -100;
    private static final int O_RDONLY = 0;
    private static final int O_WRONLY = 1;
    private static final int O_RDWR = 2;
    /** Numbers of a disk: itself and its partitions. */
    private static final int MINORS = 16;

    private static final int BAD_REQUEST = 125;

    private final SystemRequest request;
    private final Board board;
    private final Kernel kernel;
    private final Design design;
    private final Assembly assembly;
    private final VfsComponent files;
    private final Vfs vfs;
    private final ProcessComponent processes;
    private final LinuxPersonality personality;
    private volatile String startFailure;

    Services(SystemRequest request, Board board, Kernel kernel) {
        this.request = request;
        this.board = board;
        this.kernel = kernel;
        this.design = request.design();
        Strace strace = request.trace() == null ? null : new Strace(request.trace());
        if (strace != null) {
            kernel.setCallObserver(strace);
        }
        this.assembly = new Assembly(kernel, design, request.interposer());
        try {
            files = VfsComponent.create(kernel, design.connector(kernel, "filesystem"));
        } catch (Errno e) {
            throw new KernelPanic("the file service does not start", e);
        }
        Connector vfsConnector = design.connector(kernel, "vfs");
        Connector processConnector = design.connector(kernel, "process");
        vfs = vfsConnector.connect(Vfs.class, files.vfs());
        processes = new ProcessComponent(kernel, vfs);
        files.setPendingSignals(processes.pendingSignals());
        LinuxServices services = new LinuxServices(
                kernel,
                vfs,
                vfsConnector.connect(Channels.class, files.channels()),
                processConnector.connect(Processes.class, processes.processes()),
                processConnector.connect(Signals.class, processes.signals()));
        personality = new LinuxPersonality(services, strace);
    }

    void boot() {
        kernel.boot(personality, this::bringUp);
    }

    Map<String, DomainComponent<?>> domains() {
        return assembly.domains();
    }

    /** All components that are restarted when they end, by the names of their instances. */
    Map<String, Supervised> supervised() {
        Map<String, Supervised> all = new LinkedHashMap<>(assembly.domains());
        all.putAll(assembly.programs());
        return all;
    }

    long systemCalls() {
        return personality.systemCalls();
    }

    long outOfMemoryKills() {
        return personality.outOfMemoryKills();
    }

    /** Why the program could not be started; null if it was. */
    String startFailure() {
        return startFailure;
    }

    /** The kernel's first task: from an empty machine to the first program, whose end is the system's. */
    private void bringUp(Task task) {
        try {
            Drivers drivers = Drivers.probe(kernel, board.bus(), board.deviceTree(), assembly);
            addDisks(drivers);
            LoadableModules modules = new LoadableModules(kernel, files, drivers.loadable(), request.interposer());
            if (design.loadsModules()) {
                modules.enable();
                modules.loadDrivers(request.root().disk() >= 0 || request.root().keepDisk() >= 0);
            }
            mountRoot(drivers);
            if (drivers.console().isPresent()) {
                processes.setConsole(
                        design.connector(kernel, "console").connect(Console.class, drivers.console().get()), drivers.streams().orElse(null));
            }
            processes.register(files);
            for (ProgramComponent<?> program : assembly.programs().values()) {
                processes.addProgram(files, program);
            }
            addRandomDevice(drivers);
            processes.mount(files);
            int client = client(drivers);
            if (design.loadsModules()) {
                modules.mount(vfs, client);
                modules.loadWhatTheImageCannot(vfs, client);
            }
            Users.User user = new Users(vfs, client).find(request.program().user());
            new Volumes(assembly, files, vfs, client).mount(request.volumes(), drivers.shares(), user);
            runProgram(task, client, user);
        } catch (Errno e) {
            throw new KernelPanic("boot failed", e);
        } catch (Users.UnknownUser e) {
            failed(BAD_REQUEST, e.getMessage());
            kernel.halt(BAD_REQUEST);
        }
    }

    /** What of the disks and their file system is no loadable module. */
    private void addDisks(Drivers drivers) throws Errno {
        if (!assembly.isLoadable(DiskFileSystemType.EXT4)) {
            for (String type : DiskFileSystemType.EXT_TYPES) {
                files.fileSystemTypes().register(type, DiskFileSystemType.ext4(assembly), ModuleReference.BUILT_IN);
            }
        }
        int number = 0;
        int major = drivers.disks().isEmpty() ? 0 : files.blockDrivers().registerMajor(0, "virtblk");
        for (BlockDevice disk : drivers.disks()) {
            files.blockDrivers().add(disk, DeviceNumber.of(major, MINORS * number++), MINORS, ModuleReference.BUILT_IN);
        }
    }

    /** As the module {@code rng_core} does where the driver is one, too. */
    private void addRandomDevice(Drivers drivers) throws Errno {
        if (drivers.entropy().isPresent()) {
            RandomDevice.addTo(files.miscDevices(), ModuleReference.BUILT_IN).register(drivers.entropy().get());
        }
    }

    private void mountRoot(Drivers drivers) throws Errno {
        RootImage image = request.root();
        VfsComponent.Tmpfs root = files.tmpfs();
        if (image.disk() < 0) {
            // Where the kernel's own file systems go, in case the image has no such directories.
            for (String directory : new String[] {"/dev", "/proc", "/sys"}) {
                root.population().directory(directory, 0755, 0, 0, 0);
            }
            image.populate(root.population(), BoardFiles.rom(drivers.roms(), 0));
        }
        FileSystem inMemory = image.disk() < 0 ? root.fileSystem() : null;
        files.mountRoot(new RootLayers(inMemory, image.disk(), image.keepDisk()));
        files.mount(files.devtmpfs(), "devtmpfs", "/dev", 0);
    }

    /** The first client of the file service, with descriptors 0, 1 and 2 on the terminal or on the host's streams. */
    private int client(Drivers drivers) throws Errno {
        int client = vfs.attach(0, 1, false, false);
        if (request.console() != null) {
            for (int i = 0; i < STREAMS.length; i++) {
                vfs.openat(client, AT_FDCWD, "/dev/console", O_RDWR, 0);
            }
            return client;
        }
        StreamPorts ports = drivers.streams().orElseThrow(() -> new KernelPanic("the board has no streams"));
        CharDevice device = BoardFiles.streams(kernel, ports);
        files.register(STREAMS_MAJOR, design.connector(kernel, "console").connect(CharDevice.class, device));
        for (int i = 0; i < STREAMS.length; i++) {
            files.addDevice("host/" + STREAMS[i], 0666, STREAMS_MAJOR, i);
            vfs.openat(client, AT_FDCWD, "/dev/host/" + STREAMS[i], i == 0 ? O_RDONLY : O_WRONLY, 0);
        }
        return client;
    }

    private void runProgram(Task task, int client, Users.User user) throws Errno {
        Program program = request.program();
        Command command = new Command(
                program.arguments(),
                program.environment(),
                program.directory(),
                user.uid(),
                user.gid(),
                user.groups(),
                client,
                request.console() != null);
        processes.runInit(task, command, this::failed);
    }

    private void failed(int status, String message) {
        startFailure = message;
    }
}
