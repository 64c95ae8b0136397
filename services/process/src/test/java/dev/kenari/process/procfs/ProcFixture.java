package dev.kenari.process.procfs;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.harness.KernelHarness;
import dev.kenari.kernel.mm.AddressSpace;
import dev.kenari.kernel.mm.Mapping;
import dev.kenari.kernel.task.Task;
import dev.kenari.process.Processes;
import dev.kenari.process.UserIds;
import dev.kenari.process.UtsName;
import dev.kenari.process.table.Process;
import dev.kenari.process.table.ProcessTable;
import dev.kenari.process.table.ProcessThread;
import dev.kenari.process.table.Program;
import dev.kenari.process.table.Session;
import dev.kenari.process.table.SignalSets;
import dev.kenari.process.tty.Terminals;
import dev.kenari.vfs.Credentials;
import dev.kenari.vfs.DeviceNumber;
import dev.kenari.vfs.FileSystem;
import dev.kenari.vfs.MountedFileSystem;
import dev.kenari.vfs.OpenFile;
import dev.kenari.vfs.Vfs;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A procfs with process 1 and one program, process 2, and services that answer what a test expects. */
final class ProcFixture {
    private static final UtsName NAMES = new UtsName("Linux", "host", "6.12.0", "#1 SMP", "riscv64", "(none)");

    /** What a test does with it. */
    interface Body {
        void run(ProcFixture proc) throws Exception;
    }

    final Kernel kernel;
    final ProcessTable table;
    final Process process;
    final FileSystem fileSystem;

    static void with(Body body) throws Exception {
        KernelHarness.inKernel(2, kernel -> body.run(new ProcFixture(kernel)));
    }

    private ProcFixture(Kernel kernel) throws Errno {
        this.kernel = kernel;
        table = new ProcessTable(64 << 20);
        int pid = table.allocatePid(0);
        process = new Process(pid, table.init(), table.init().limits().copy());
        process.setGroup(table.newGroup(pid, new Session(pid)));
        Task task = kernel.userTask("a program");
        task.setSpace(space());
        process.setProgram(program());
        table.add(new ProcessThread(pid, task, process, 5, UserIds.of(1000, 1000, new int[] {4, 24}), 0));
        Processes processes = answering(Processes.class, Map.of("uname", NAMES));
        Terminals terminals = answering(Terminals.class, Map.of("device", DeviceNumber.of(136, 3), "foreground", pid));
        ProcFsComponent component = new ProcFsComponent(
                kernel, vfs(), table, processes, terminals, thread -> new SignalSets(1, 2, 4, 8, 16, 3), "rv64imafdc");
        fileSystem = component.procFs();
    }

    private AddressSpace space() throws Errno {
        AddressSpace space = kernel.spaces().create();
        long file = DeviceNumber.of(0, 21);
        Mapping text = new Mapping(5, false, false, kernel.objects().anonymous(8192), 0x1000, "/bin/a program", file, 77, 7);
        space.map(0x10000, 0x1000, text);
        space.map(0x20000, 0x3000, Mapping.anonymous(3, ""));
        space.limits().setArguments(0x20000, 0x20006, 0x2000A);
        space.memory().write(0x20000, "prog\0x\0A=1\0".getBytes(StandardCharsets.US_ASCII), 0, 11);
        space.limits().setArguments(0x20000, 0x20007, 0x2000B);
        return space;
    }

    private static Program program() {
        return new Program(9, "/bin/a program", 0, 0, new byte[32], 0x22000, 0x10000, 0x10800, 0x20000, 0x20100);
    }

    private static Vfs vfs() {
        OpenFile file = new OpenFile(3, Fcntl.O_RDWR, 12, 40, 99, "/tmp/x", "");
        MountedFileSystem mount = new MountedFileSystem(
                40, 21, DeviceNumber.of(0, 30), "/", "/mnt/a b", "rw,relatime", "shared:7 ", "tmpfs", "tmp", "rw,size=4k");
        return answering(
                Vfs.class,
                Map.of("openFiles", List.of(file), "openFile", file, "mounts", List.of(mount), "currentUmask", 022));
    }

    /** What answers calls by the method's name; others with 0 or null. */
    private static <T> T answering(Class<T> protocol, Map<String, Object> answers) {
        return protocol.cast(Proxy.newProxyInstance(protocol.getClassLoader(), new Class<?>[] {protocol}, (proxy, method, arguments) -> {
            Object answer = answers.get(method.getName());
            return answer == null && method.getReturnType() == int.class ? Integer.valueOf(0) : answer;
        }));
    }

    long node(String path) throws Errno {
        long node = fileSystem.root().node();
        for (String name : path.split("/")) {
            node = fileSystem.lookup(node, name).node();
        }
        return node;
    }

    String read(String path) throws Errno {
        long node = node(path);
        long handle = fileSystem.open(node, Fcntl.O_RDONLY, 5, Credentials.ROOT).handle();
        StringBuilder text = new StringBuilder();
        for (byte[] part = fileSystem.read(node, handle, 0, 1000); part.length > 0; ) {
            text.append(new String(part, StandardCharsets.ISO_8859_1));
            part = fileSystem.read(node, handle, text.length(), 1000);
        }
        fileSystem.release(node, handle);
        return text.toString();
    }

    void write(String path, String text) throws Errno {
        long node = node(path);
        long handle = fileSystem.open(node, Fcntl.O_WRONLY, 5, Credentials.ROOT).handle();
        fileSystem.write(node, handle, 0, text.getBytes(StandardCharsets.ISO_8859_1));
        fileSystem.release(node, handle);
    }
}
