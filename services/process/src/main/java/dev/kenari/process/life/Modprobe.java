package dev.kenari.process.life;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.module.ModuleRequest;
import dev.kenari.kernel.sched.InitialScheduling;
import dev.kenari.process.table.Process;
import dev.kenari.vfs.Vfs;
import java.util.List;

/** The program that the kernel runs, without descriptors, for a module that it misses: modprobe(8). */
public final class Modprobe implements ModuleRequest {
    private final Kernel kernel;
    private final Vfs vfs;
    private final KernelPrograms programs;

    public Modprobe(Kernel kernel, Vfs vfs, KernelPrograms programs) {
        this.kernel = kernel;
        this.vfs = vfs;
        this.programs = programs;
    }

    @Override
    public void load(String program, String alias) {
        try {
            run(program, List.of(program, "-q", "--", alias));
        } catch (Errno e) {
            // There is no such program, or no room for it: then there is no module either, as its absence will tell.
            kernel.log().warnOnce("modprobe: " + program + ": " + e.getMessage());
        }
    }

    /** Sleeps until the program has ended. */
    private void run(String program, List<String> arguments) throws Errno {
        int client = vfs.attach(0, 0, false, false);
        Process process;
        try {
            vfs.faccessat(client, Fcntl.AT_FDCWD, program, 1, 0);
            process = programs.start(client, Fcntl.AT_FDCWD, program, 0, arguments, InitialScheduling.FAIR);
        } catch (Errno e) {
            vfs.detach(client);
            throw e;
        }
        KernelPrograms.awaitEnd(process);
    }
}
