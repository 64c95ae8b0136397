package dev.kenari.linux;

import dev.kenari.abi.Signal;
import dev.kenari.abi.SignalCode;
import dev.kenari.kernel.mm.PageFault;
import dev.kenari.kernel.task.Task;
import dev.kenari.machine.riscv.Cause;
import dev.kenari.process.SigInfo;
import dev.kenari.process.Signals;

/** The signals that a program's own faults raise (signal(7); Linux, arch/riscv/kernel/traps.c). */
final class Faults {
    private final Signals signals;

    Faults(Signals signals) {
        this.signals = signals;
    }

    void pageFault(Task task, PageFault fault) {
        long address = fault.address();
        signals.force(LinuxTask.of(task).tid(), switch (fault.reason()) {
            case NOT_MAPPED -> SigInfo.fault(Signal.SEGV, SignalCode.SEGV_MAPERR, address);
            case NOT_PERMITTED -> SigInfo.fault(Signal.SEGV, SignalCode.SEGV_ACCERR, address);
            case BEYOND_OBJECT -> SigInfo.fault(Signal.BUS, SignalCode.BUS_ADRERR, address);
            case NO_MEMORY -> SigInfo.kernel(Signal.KILL);
        });
    }

    /** @param value the trap's {@code stval} */
    void exception(Task task, int cause, long value) {
        long pc = task.registers().pc;
        signals.force(LinuxTask.of(task).tid(), switch (cause) {
            case Cause.ILLEGAL_INSTRUCTION -> SigInfo.fault(Signal.ILL, SignalCode.ILL_ILLOPC, pc);
            case Cause.BREAKPOINT -> SigInfo.fault(Signal.TRAP, SignalCode.TRAP_BRKPT, pc);
            case Cause.INSTRUCTION_MISALIGNED, Cause.LOAD_MISALIGNED, Cause.STORE_MISALIGNED ->
                SigInfo.fault(Signal.BUS, SignalCode.BUS_ADRALN, value);
            case Cause.INSTRUCTION_ACCESS_FAULT, Cause.LOAD_ACCESS_FAULT, Cause.STORE_ACCESS_FAULT ->
                SigInfo.fault(Signal.SEGV, SignalCode.SEGV_ACCERR, value);
            default -> SigInfo.fault(Signal.ILL, SignalCode.ILL_ILLOPC, pc);
        });
    }
}
