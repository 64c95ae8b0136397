package dev.kenari.process.exec;

import dev.kenari.abi.AuxiliaryVector;
import dev.kenari.abi.Elf;
import dev.kenari.abi.Errno;
import dev.kenari.abi.ResourceLimits;
import dev.kenari.abi.Signal;
import dev.kenari.abi.WaitOptions;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.mm.AddressSpace;
import dev.kenari.kernel.mm.Frames;
import dev.kenari.kernel.mm.Mapping;
import dev.kenari.kernel.mm.MemoryObject;
import dev.kenari.kernel.mm.Vma;
import dev.kenari.machine.riscv.Registers;
import dev.kenari.process.table.LifecycleListener;
import dev.kenari.process.table.MemoryRelease;
import dev.kenari.process.table.Process;
import dev.kenari.process.table.ProcessTable;
import dev.kenari.process.table.ProcessThread;
import dev.kenari.process.table.Program;
import dev.kenari.vfs.Vfs;
import java.util.Arrays;
import java.util.List;

/** execve(2). */
public final class Exec {
    private static final int SP = 2;
    private static final int NAME_MAX = 15;
    private static final int ADDR_NO_RANDOMIZE = 0x0004_0000;
    /** Personality flags that a set-user-ID program does not keep (personality(2)). */
    private static final int PERSONA_UNSAFE = 0x0750_0000 | ADDR_NO_RANDOMIZE;

    private static final int RANDOM_BYTES = 16;

    private final Kernel kernel;
    private final Vfs vfs;
    private final ProcessTable table;
    private final MemoryRelease memoryRelease;
    private final ElfLoader loader;
    private final Vdso vdso = new Vdso();
    private MemoryObject vdsoObject;

    public Exec(Kernel kernel, Vfs vfs, ProcessTable table, MemoryRelease memoryRelease) {
        this.kernel = kernel;
        this.vfs = vfs;
        this.table = table;
        this.memoryRelease = memoryRelease;
        this.loader = new ElfLoader(kernel.objects());
    }

    /**
     * Makes {@code thread} run another program. It is the current one, or one that has not begun.
     *
     * @throws Errno before anything has changed
     */
    public void exec(ProcessThread thread, int dir, String path, List<String> arguments, List<String> environment, int flags)
            throws Errno {
        Executable file = Executable.find(vfs, thread.client(), dir, path, arguments, flags);
        try {
            exec(thread, file, environment);
        } finally {
            file.close();
        }
    }

    private void exec(ProcessThread thread, Executable file, List<String> environment) throws Errno {
        Process process = thread.process();
        long stackLimit = process.limits().soft(ResourceLimits.STACK);
        InitialStack stack = new InitialStack(file.arguments(), environment, file.executedName(), stackLimit);
        Privileges privileges =
                Privileges.after(thread.credentials(), file.stat().attributes(), thread.noNewPrivileges());
        String realPath = vfs.handlePath(thread.client(), file.handle());
        becomeOnlyThread(thread);

        // From here on there is no way back to the old program: what fails kills.
        AddressSpace space = null;
        Image image = null;
        try {
            space = kernel.spaces().create();
            image = build(thread, file, stack, privileges, space, stackLimit);
        } catch (Errno e) {
            if (space != null) {
                space.release();
            }
            kernel.log().info(thread.task().name() + ": can't load " + realPath + ": " + e);
            process.kill(WaitOptions.killed(Signal.SEGV, false));
            throw e;
        }
        commit(thread, file, privileges, space, image, realPath);
    }

    /** All other threads end; then this one is the leader. EAGAIN if the process ends meanwhile. */
    private void becomeOnlyThread(ProcessThread thread) throws Errno {
        Process process = thread.process();
        if (thread.killed()) {
            throw Errno.EAGAIN;
        }
        process.killOthers(thread);
        try {
            thread.setKillableWait(process.threadGone());
            while (process.threads().size() > 1 && !process.ending()) {
                process.threadGone().sleepUninterruptibly();
            }
        } finally {
            thread.setKillableWait(null);
            process.executingDone();
        }
        if (process.ending()) {
            throw Errno.EAGAIN;
        }
        if (!thread.isLeader()) {
            table.takeLead(thread);
        }
    }

    /** A program in memory, ready to run. */
    private record Image(long entry, long stackPointer, byte[] auxv, LoadedElf main, long vdso, long stackTop) {}

    private Image build(
            ProcessThread thread,
            Executable file,
            InitialStack stack,
            Privileges privileges,
            AddressSpace space,
            long stackLimit)
            throws Errno {
        boolean fixed = (thread.process().persona() & ADDR_NO_RANDOMIZE) != 0 && !privileges.secure();
        byte[] random = kernel.random(Layout.RANDOM_BYTES + RANDOM_BYTES);
        Layout layout = fixed ? Layout.fixed(stackLimit) : Layout.random(random, stackLimit);
        space.limits().setMapBase(layout.mapBase());
        space.limits().setStackBytes(Math.min(stackLimit, AddressSpace.TOP));
        ElfFile elf = file.elf();
        stack.map(space, layout, elf.executableStack());

        boolean alone = file.interpreter() == null;
        LoadedElf main = elf.type() == Elf.TYPE_DYN && alone
                ? loader.loadAnywhere(space, elf, vfs.mapHandle(file.handle()))
                : loader.loadAt(space, elf, vfs.mapHandle(file.handle()), layout.programBase());
        long heap = elf.type() == Elf.TYPE_DYN && alone ? layout.programBase() : main.end();
        heap += layout.heapGap();
        space.limits().setHeap(heap, heap);
        long base = 0;
        long entry = main.entry();
        if (!alone) {
            LoadedElf interpreter =
                    loader.loadAnywhere(space, file.interpreter(), vfs.mapHandle(file.interpreterHandle()));
            base = interpreter.bias();
            entry = interpreter.entry();
        }
        long vdsoAt = mapVdso(space);
        long[] auxv = auxiliaryVector(elf, main, base, vdsoAt, privileges);
        InitialStack.Written written = stack.write(
                space, layout, auxv, Arrays.copyOfRange(random, Layout.RANDOM_BYTES, random.length));
        return new Image(entry, written.stackPointer(), written.auxv(), main, vdsoAt, written.stackPointer());
    }

    private long mapVdso(AddressSpace space) throws Errno {
        if (vdsoObject == null) {
            vdsoObject = vdso.object(kernel.objects(), kernel.frames());
        }
        long at = space.findFree(Vdso.SIZE, Frames.SIZE);
        space.map(at, Vdso.SIZE, Mapping.of(vdsoObject, 0, Vma.READ | Vma.EXEC, false, "[vdso]"));
        return at;
    }

    private static long[] auxiliaryVector(ElfFile elf, LoadedElf main, long base, long vdsoAt, Privileges privileges) {
        return new long[] {
            AuxiliaryVector.SYSINFO_EHDR, vdsoAt,
            AuxiliaryVector.MINSIGSTKSZ, AuxiliaryVector.SIGNAL_FRAME_BYTES,
            AuxiliaryVector.HWCAP, AuxiliaryVector.HWCAP_IMAFDC,
            AuxiliaryVector.PAGESZ, Frames.SIZE,
            AuxiliaryVector.CLKTCK, AuxiliaryVector.CLOCK_TICKS,
            AuxiliaryVector.PHDR, main.headers(),
            AuxiliaryVector.PHENT, Elf.PROGRAM_HEADER_SIZE,
            AuxiliaryVector.PHNUM, elf.segments().size(),
            AuxiliaryVector.BASE, base,
            AuxiliaryVector.FLAGS, 0,
            AuxiliaryVector.ENTRY, main.entry(),
            AuxiliaryVector.UID, privileges.ids().uid() & 0xFFFF_FFFFL,
            AuxiliaryVector.EUID, privileges.ids().effectiveUid() & 0xFFFF_FFFFL,
            AuxiliaryVector.GID, privileges.ids().gid() & 0xFFFF_FFFFL,
            AuxiliaryVector.EGID, privileges.ids().effectiveGid() & 0xFFFF_FFFFL,
            AuxiliaryVector.SECURE, privileges.secure() ? 1 : 0,
            AuxiliaryVector.HWCAP2, 0,
        };
    }

    private void commit(
            ProcessThread thread,
            Executable file,
            Privileges privileges,
            AddressSpace space,
            Image image,
            String realPath)
            throws Errno {
        Process process = thread.process();
        memoryRelease.release(thread);
        thread.task().setSpace(space);
        vfs.unshare(thread.client(), true, false);
        vfs.closeOnExec(thread.client());
        if (!privileges.ids().equals(thread.credentials())) {
            thread.setCredentials(privileges.ids());
            vfs.setCredentials(thread.client(), privileges.ids().forFiles());
        }
        if (privileges.secure()) {
            process.setPersona(process.persona() & ~PERSONA_UNSAFE);
            thread.setParentDeathSignal(0);
        }
        thread.setKeepCapabilities(false);
        process.setDumpable(!privileges.secure());
        Program old = process.program();
        LoadedElf main = image.main();
        process.setProgram(new Program(
                file.keepHandle(), realPath, image.vdso(), image.vdso() + vdso.sigreturnOffset(), image.auxv(),
                image.stackTop(), main.codeStart(), main.codeEnd(), main.dataStart(), main.dataEnd()));
        if (old != null) {
            vfs.releaseHandle(old.handle());
        }
        process.setExecuted();
        process.setExitSignal(Signal.CHLD);
        thread.task().setName(commandName(file.executedName()));
        Registers registers = thread.task().registers();
        Arrays.fill(registers.x, 0);
        Arrays.fill(registers.f, 0);
        registers.fcsr = 0;
        registers.x[SP] = image.stackPointer();
        registers.pc = image.entry();
        for (LifecycleListener listener : table.listeners()) {
            listener.executed(thread);
        }
    }

    private static String commandName(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return name.length() > NAME_MAX ? name.substring(0, NAME_MAX) : name;
    }
}
