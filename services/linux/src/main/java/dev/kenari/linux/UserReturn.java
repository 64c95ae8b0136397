package dev.kenari.linux;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Signal;
import dev.kenari.kernel.KernelPanic;
import dev.kenari.kernel.task.Task;
import dev.kenari.machine.riscv.Registers;
import dev.kenari.process.SigInfo;
import dev.kenari.process.SignalAction;
import dev.kenari.process.SignalDelivery;

/**
 * The way back to a program: pending signals are delivered, and an interrupted system call is restarted or fails (signal(7),
 * "Interruption of system calls and library functions by signal handlers").
 */
final class UserReturn {
    private static final int A0 = 10;
    private static final int A7 = 17;
    private static final int ECALL_BYTES = 4;
    private static final int RESTART_SYSCALL = 128;

    private final LinuxServices services;

    UserReturn(LinuxServices services) {
        this.services = services;
    }

    void prepare(Task task) {
        LinuxTask linux = LinuxTask.of(task);
        Errno restart = task.exiting() ? null : restartWanted(task, linux);
        while (task.interrupted() && !task.exiting()) {
            SignalDelivery delivery = services.signals().next(linux.tid());
            if (delivery == null) {
                break;
            }
            if (delivery.exit()) {
                end(task, linux);
                return;
            }
            if (restart != null) {
                interrupted(task.registers(), linux, restart, delivery.action());
                restart = null;
            }
            enter(task, linux, delivery);
        }
        if (restart != null) {
            repeat(task.registers(), linux);
            if (restart == Errno.ERESTART_RESTARTBLOCK) {
                task.registers().x[A7] = RESTART_SYSCALL;
            }
        }
        linux.forgetSystemCall();
    }

    private void end(Task task, LinuxTask linux) {
        try {
            services.processes().endIfKilled(linux.tid());
        } catch (Errno e) {
            throw new KernelPanic(task + " can't end", e);
        }
    }

    private void enter(Task task, LinuxTask linux, SignalDelivery delivery) {
        try {
            SignalFrame.push(task, delivery);
        } catch (Errno e) {
            if (delivery.info().signal() == Signal.SEGV) {
                forgetHandler(linux);
            }
            services.signals().force(linux.tid(), SigInfo.kernel(Signal.SEGV));
        }
    }

    private void forgetHandler(LinuxTask linux) {
        try {
            services.signals().action(linux.tid(), Signal.SEGV, SignalAction.INITIAL);
        } catch (Errno e) {
            throw new KernelPanic("SIGSEGV has no action", e);
        }
    }

    /** Which of the restart errors the system call has returned; null if none or if the task does not return from one. */
    private static Errno restartWanted(Task task, LinuxTask linux) {
        long result = task.registers().x[A0];
        if (linux.systemCall() < 0 || result > -Errno.ERESTARTSYS.number() || result < -Errno.ERESTART_RESTARTBLOCK.number()) {
            return null;
        }
        Errno errno = Errno.of((int) -result);
        boolean restarts = errno == Errno.ERESTARTSYS
                || errno == Errno.ERESTARTNOINTR
                || errno == Errno.ERESTARTNOHAND
                || errno == Errno.ERESTART_RESTARTBLOCK;
        return restarts ? errno : null;
    }

    /** The system call was interrupted by a signal with a handler. */
    private static void interrupted(Registers registers, LinuxTask linux, Errno restart, SignalAction action) {
        boolean again = restart == Errno.ERESTARTNOINTR
                || restart == Errno.ERESTARTSYS && action.has(SignalAction.SA_RESTART);
        if (again) {
            repeat(registers, linux);
        } else {
            registers.x[A0] = -Errno.EINTR.number();
        }
    }

    private static void repeat(Registers registers, LinuxTask linux) {
        registers.x[A0] = linux.originalA0();
        registers.pc -= ECALL_BYTES;
    }
}
