package dev.kenari.linux;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Signal;
import dev.kenari.kernel.KernelPanic;
import dev.kenari.kernel.Personality;
import dev.kenari.kernel.mm.PageFault;
import dev.kenari.kernel.task.Task;
import dev.kenari.linux.strace.Strace;
import dev.kenari.linux.syscall.Call;
import dev.kenari.linux.syscall.Row;
import dev.kenari.linux.syscall.Support;
import dev.kenari.linux.syscall.SyscallTable;
import dev.kenari.machine.riscv.Registers;

/** Gives traps their Linux meaning: dispatches system calls, turns faults into signals, delivers signals on the way back. */
public final class LinuxPersonality implements Personality {
    private static final int A0 = 10;
    private static final int A7 = 17;
    private static final int ECALL_BYTES = 4;

    private final SyscallTable table = new SyscallTable();
    private final LinuxServices services;
    private final UserReturn userReturn;
    private final Faults faults;
    private final Strace trace;
    private long systemCalls;
    private long outOfMemoryKills;

    /** @param trace prints each system call; null for no trace */
    public LinuxPersonality(LinuxServices services, Strace trace) {
        this.services = services;
        this.userReturn = new UserReturn(services);
        this.faults = new Faults(services.signals());
        this.trace = trace;
    }

    /** System calls so far. */
    public long systemCalls() {
        return systemCalls;
    }

    /** Programs that were killed because there was no frame for a page that they touched. */
    public long outOfMemoryKills() {
        return outOfMemoryKills;
    }

    @Override
    public void systemCall(Task task) {
        Registers registers = task.registers();
        registers.pc += ECALL_BYTES;
        long number = registers.x[A7];
        LinuxTask.of(task).entered(number, registers.x[A0]);
        systemCalls++;
        Row row = table.find(number);
        if (row == null) {
            registers.x[A0] = -Errno.ENOSYS.number();
            services.kernel().log().warnOnce(task.name() + ": no system call " + number);
            return;
        }
        Call call = new Call(services, task);
        String[] traced = trace == null ? null : trace.enter(call, row);
        registers.x[A0] = carryOut(call, row);
        if (trace != null) {
            trace.leave(call, row, traced, registers.x[A0]);
        }
    }

    private long carryOut(Call call, Row row) {
        if (row.support() == Support.MISSING) {
            services.kernel().log().warnOnce(call.task().name() + ": no system call " + row.number() + " (" + row.name() + ")");
            return -Errno.ENOSYS.number();
        }
        try {
            return row.handler().call(call);
        } catch (Errno e) {
            return -e.number();
        }
    }

    @Override
    public void pageFault(Task task, PageFault fault) {
        LinuxTask.of(task).forgetSystemCall();
        if (fault.reason() == PageFault.Reason.NO_MEMORY) {
            outOfMemoryKills++;
            services.kernel().log().log(3, "Out of memory: Killed process " + LinuxTask.of(task).pid() + " (" + task.name() + ")");
        }
        faults.pageFault(task, fault);
    }

    @Override
    public void exception(Task task, int cause, long value) {
        LinuxTask.of(task).forgetSystemCall();
        faults.exception(task, cause, value);
    }

    @Override
    public void returnToUser(Task task) {
        if (task.personality() == null) {
            LinuxTask.introduce(task, services.processes());
        }
        userReturn.prepare(task);
    }

    @Override
    public void oops(Task task) {
        try {
            services.processes().die(LinuxTask.of(task).tid(), Signal.SEGV);
        } catch (Errno e) {
            throw new KernelPanic(task + " can't end", e);
        }
    }

    @Override
    public void exited(Task task) {}

    @Override
    public String describe(Task task) {
        LinuxTask known = LinuxTask.of(task);
        return task.name() + (known == null ? "" : ", pid " + known.pid() + ", tid " + known.tid());
    }

    @Override
    public String systemCallName(long number) {
        Row row = table.find(number);
        return row == null ? "system call " + number : row.name();
    }
}
