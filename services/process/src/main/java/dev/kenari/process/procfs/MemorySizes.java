package dev.kenari.process.procfs;

import dev.kenari.kernel.mm.AddressSpace;
import dev.kenari.kernel.mm.Frames;
import dev.kenari.kernel.mm.Residency;
import dev.kenari.kernel.mm.Vma;
import dev.kenari.process.table.Program;

/**
 * What proc_pid_status(5) and proc_pid_statm(5) count of an address space. Pages, unless {@code kib} in the name.
 *
 * @param data private and writable, but no stack
 * @param libraries executable, but not the program's own code
 * @param anonymous resident pages that belong to no file; {@code files} and {@code shared} the others
 */
record MemorySizes(
        long total,
        long locked,
        long data,
        long stack,
        long code,
        long libraries,
        long resident,
        long anonymous,
        long files,
        long shared,
        long tables) {
    static MemorySizes of(AddressSpace space, Program program) {
        long total = 0;
        long locked = 0;
        long data = 0;
        long stack = 0;
        long executable = 0;
        long anonymous = 0;
        long files = 0;
        long shared = 0;
        for (Vma vma : space.vmas()) {
            long pages = vma.length() >>> Frames.SHIFT;
            total += pages;
            boolean writable = (vma.protection() & Vma.WRITE) != 0;
            locked += (vma.attributes() & Vma.LOCKED) != 0 ? pages : 0;
            stack += vma.growsDown() ? pages : 0;
            data += writable && !vma.shared() && !vma.growsDown() ? pages : 0;
            executable += (vma.protection() & Vma.EXEC) != 0 && !writable && !vma.growsDown() ? pages : 0;
            Residency residency = space.residency(vma);
            anonymous += residency.anonymous();
            long ofObject = residency.pages() - residency.anonymous();
            if (vma.object() != null && vma.object().isPaged()) {
                files += ofObject;
            } else {
                shared += ofObject;
            }
        }
        long mask = Frames.SIZE - 1;
        long code = program == null
                ? 0
                : (program.codeEnd() + mask & ~mask) - (program.codeStart() & ~mask) >>> Frames.SHIFT;
        return new MemorySizes(
                total,
                locked,
                data,
                stack,
                code,
                Math.max(0, executable - code),
                anonymous + files + shared,
                anonymous,
                files,
                shared,
                space.tablePages());
    }

    static long kib(long pages) {
        return pages << Frames.SHIFT - 10;
    }
}
