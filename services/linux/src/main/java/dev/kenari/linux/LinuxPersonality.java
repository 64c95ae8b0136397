package dev.kenari.linux;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Signal;
import dev.kenari.kernel.KernelPanic;
import dev.kenari.kernel.Personality;
import dev.kenari.kernel.mm.PageFault;
import dev.kenari.kernel.task.Task;
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
    private static final int SEGV_STATUS = 128 + Signal.SEGV;
    private static final int ILL_STATUS = 128 + Signal.ILL;

    private final SyscallTable table = new SyscallTable();
    private final LinuxServices services;

    public LinuxPersonality(LinuxServices services) {
        this.services = services;
    }

    @Override
    public void systemCall(Task task) {
        Registers registers = task.registers();
        registers.pc += ECALL_BYTES;
        long number = registers.x[A7];
        LinuxTask.of(task).entered(number, registers.x[A0]);
        Row row = table.find(number);
        if (row == null || row.support() == Support.MISSING) {
            registers.x[A0] = -Errno.ENOSYS.number();
            services.kernel().log().warnOnce(describeMissing(task, number, row));
            return;
        }
        long result;
        try {
            result = row.handler().call(new Call(services, task));
        } catch (Errno e) {
            result = -e.number();
        }
        registers.x[A0] = result;
    }

    private static String describeMissing(Task task, long number, Row row) {
        return task.name() + ": no system call " + number + (row == null ? "" : " (" + row.name() + ")");
    }

    @Override
    public void pageFault(Task task, PageFault fault) {
        LinuxTask.of(task).forgetSystemCall();
        end(task, SEGV_STATUS);
    }

    @Override
    public void exception(Task task, int cause, long value) {
        LinuxTask.of(task).forgetSystemCall();
        end(task, ILL_STATUS);
    }

    private void end(Task task, int status) {
        try {
            services.processes().exitGroup(LinuxTask.of(task).tid(), status);
        } catch (Errno e) {
            throw new KernelPanic(task + " belongs to no process", e);
        }
    }

    @Override
    public void returnToUser(Task task) {
        if (task.personality() == null) {
            LinuxTask.introduce(task, services.processes());
        }
        if (task.interrupted() && !task.exiting()) {
            task.clearInterrupted();
            endIfKilled(task);
        }
    }

    private void endIfKilled(Task task) {
        try {
            services.processes().endIfKilled(LinuxTask.of(task).tid());
        } catch (Errno e) {
            throw new KernelPanic(task + " belongs to no process", e);
        }
    }

    @Override
    public void exited(Task task) {}
}
