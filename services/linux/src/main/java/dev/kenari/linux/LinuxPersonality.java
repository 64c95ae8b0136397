package dev.kenari.linux;

import dev.kenari.abi.Errno;
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

    private final SyscallTable table = new SyscallTable();
    private final LinuxServices services;
    private final UserReturn userReturn;
    private final Faults faults;

    public LinuxPersonality(LinuxServices services) {
        this.services = services;
        this.userReturn = new UserReturn(services);
        this.faults = new Faults(services.signals());
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
    public void exited(Task task) {}
}
