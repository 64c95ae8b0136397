package dev.kenari.linux;

import static dev.kenari.linux.Program.inProgram;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Signal;
import dev.kenari.machine.riscv.Registers;
import dev.kenari.process.AlternateStack;
import dev.kenari.process.SigInfo;
import dev.kenari.process.SignalAction;
import dev.kenari.process.SignalDelivery;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** The layout is that of asm/ucontext.h; offsets as offsetof() of a riscv64 C compiler prints them. */
class SignalFrameTest {
    private static final long STACK = 0x1000_0000;
    private static final long TOP = STACK + 0x4000 - 8;
    private static final int UC = 128;
    private static final int UC_SIGMASK = UC + 40;
    private static final int UC_MCONTEXT = UC + 176;
    private static final int FRAME = 1088;

    private static SignalDelivery delivery(int signal, long flags, long mask, AlternateStack stack) {
        return new SignalDelivery(false, SigInfo.fault(signal, 1, 0xBEEF), new SignalAction(0x5000, flags, 0), mask, stack,
                0x7000);
    }

    private static Registers prepare(Program program) {
        program.call("mmap", STACK, 0x4000, 3, 0x32, -1, 0);
        Registers registers = program.task().registers();
        for (int i = 1; i < 32; i++) {
            registers.x[i] = 100 + i;
            registers.f[i] = 200 + i;
        }
        registers.pc = 0x4444;
        registers.x[2] = TOP;
        registers.fcsr = 0x21;
        return registers;
    }

    @Test
    void layoutIsLinuxs() throws Exception {
        inProgram(program -> {
            Registers registers = prepare(program);
            SignalFrame.push(program.task(), delivery(Signal.SEGV, 0, 0x55, AlternateStack.NONE));
            long frame = registers.x[2];
            assertThat(frame).isEqualTo(TOP - FRAME & -16);
            assertThat(registers.pc).isEqualTo(0x5000);
            assertThat(registers.x[1]).isEqualTo(0x7000);
            assertThat(registers.x[10]).isEqualTo(Signal.SEGV);
            assertThat(registers.x[11]).isEqualTo(frame);
            assertThat(registers.x[12]).isEqualTo(frame + UC);
            assertThat(program.memory().getInt(frame)).isEqualTo(Signal.SEGV);
            assertThat(program.memory().getLong(frame + 16)).isEqualTo(0xBEEF);
            assertThat(program.memory().getInt(frame + UC + 24)).isEqualTo(AlternateStack.DISABLE);
            assertThat(program.memory().getLong(frame + UC_SIGMASK)).isEqualTo(0x55);
            assertThat(program.memory().getLong(frame + UC_MCONTEXT)).isEqualTo(0x4444);
            assertThat(program.memory().getLong(frame + UC_MCONTEXT + 8 * 31)).isEqualTo(131);
            assertThat(program.memory().getLong(frame + UC_MCONTEXT + 256 + 8)).isEqualTo(201);
            assertThat(program.memory().getInt(frame + UC_MCONTEXT + 512)).isEqualTo(0x21);
            assertThat(program.memory().getLong(frame + FRAME - 8)).isZero();
        });
    }

    @Test
    void sigreturnRestoresWhatTheHandlerLeft() throws Exception {
        inProgram(program -> {
            Registers registers = prepare(program);
            AlternateStack[] restored = new AlternateStack[1];
            program.signals().put("restore", arguments -> {
                assertThat(arguments[1]).isEqualTo(0x77L);
                restored[0] = (AlternateStack) arguments[2];
                return null;
            });
            SignalFrame.push(program.task(), delivery(Signal.USR1, 0, 0x55, AlternateStack.NONE));
            long frame = registers.x[2];
            program.memory().putLong(frame + UC_SIGMASK, 0x77);
            program.memory().putLong(frame + UC_MCONTEXT + 8 * 10, -512);
            registers.x[8] = 1;
            registers.f[9] = 1;
            registers.fcsr = 0;
            long result = program.callKeepingArguments("rt_sigreturn");
            assertThat(result).isEqualTo(-512);
            program.returnToUser();
            assertThat(registers.pc).isEqualTo(0x4444);
            assertThat(registers.x[2]).isEqualTo(TOP);
            assertThat(registers.x[8]).isEqualTo(108);
            assertThat(registers.x[10]).isEqualTo(-512);
            assertThat(registers.f[9]).isEqualTo(209);
            assertThat(registers.fcsr).isEqualTo(0x21);
            assertThat(restored[0]).isEqualTo(AlternateStack.NONE);
        });
    }

    @Test
    void aFrameWithForeignExtensionsKills() throws Exception {
        inProgram(program -> {
            Registers registers = prepare(program);
            SigInfo[] forced = new SigInfo[1];
            program.signals().put("force", arguments -> {
                forced[0] = (SigInfo) arguments[1];
                return null;
            });
            SignalFrame.push(program.task(), delivery(Signal.USR1, 0, 0, AlternateStack.NONE));
            program.memory().putInt(registers.x[2] + FRAME - 8, 0x53465457);
            program.callKeepingArguments("rt_sigreturn");
            assertThat(forced[0].signal()).isEqualTo(Signal.SEGV);
        });
    }

    @Test
    void onstackUsesTheAlternateStackUnlessItIsInUse() throws Exception {
        inProgram(program -> {
            Registers registers = prepare(program);
            AlternateStack stack = new AlternateStack(STACK, 0, 0x2000);
            SignalFrame.push(program.task(), delivery(Signal.USR1, SignalAction.SA_ONSTACK, 0, stack));
            assertThat(registers.x[2]).isEqualTo(STACK + 0x2000 - FRAME);
            SignalFrame.push(program.task(), delivery(Signal.USR1, SignalAction.SA_ONSTACK, 0, stack));
            assertThat(registers.x[2]).isEqualTo(STACK + 0x2000 - 2 * FRAME);
            registers.x[2] = STACK + 100;
            assertThatThrownBy(() -> SignalFrame.push(program.task(), delivery(Signal.USR1, 0, 0, stack)))
                    .isSameAs(Errno.EFAULT);
        });
    }

    /** A program that has been interrupted in a system call which returned {@code result}. */
    private static Registers interruptedCall(Program program, Errno result, SignalDelivery... deliveries) {
        Registers registers = prepare(program);
        Queue<SignalDelivery> queue = new ArrayDeque<>(java.util.List.of(deliveries));
        program.signals().put("next", arguments -> {
            SignalDelivery next = queue.poll();
            if (next == null || queue.isEmpty()) {
                program.task().clearInterrupted();
            }
            return next;
        });
        program.signals().put("suspend", arguments -> {
            throw result;
        });
        registers.x[2] = TOP;
        registers.pc = 0x4444;
        program.call("rt_sigsuspend", STACK, 8);
        program.task().interrupt();
        program.returnToUser();
        return registers;
    }

    @Test
    void restartsWithoutAHandler() throws Exception {
        for (Errno errno : new Errno[] {Errno.ERESTARTSYS, Errno.ERESTARTNOHAND, Errno.ERESTARTNOINTR}) {
            inProgram(program -> {
                Registers registers = interruptedCall(program, errno);
                assertThat(registers.pc).isEqualTo(0x4444);
                assertThat(registers.x[10]).isEqualTo(STACK);
            });
        }
    }

    @Test
    void restartBlocksContinueThroughRestartSyscall() throws Exception {
        inProgram(program -> {
            Registers registers = interruptedCall(program, Errno.ERESTART_RESTARTBLOCK);
            assertThat(registers.pc).isEqualTo(0x4444);
            assertThat(registers.x[17]).isEqualTo(128);
        });
    }

    @Test
    void aHandlerDecidesByItsFlags() throws Exception {
        record Case(Errno errno, long flags, boolean again) {}
        for (Case c : new Case[] {
            new Case(Errno.ERESTARTSYS, 0, false),
            new Case(Errno.ERESTARTSYS, SignalAction.SA_RESTART, true),
            new Case(Errno.ERESTARTNOINTR, 0, true),
            new Case(Errno.ERESTARTNOHAND, SignalAction.SA_RESTART, false),
            new Case(Errno.ERESTART_RESTARTBLOCK, SignalAction.SA_RESTART, false),
        }) {
            inProgram(program -> {
                SignalDelivery usr1 = delivery(Signal.USR1, c.flags, 0, AlternateStack.NONE);
                Registers registers = interruptedCall(program, c.errno, usr1);
                long frame = registers.x[2];
                assertThat(program.memory().getLong(frame + UC_MCONTEXT)).isEqualTo(c.again ? 0x4444 : 0x4448);
                assertThat(program.memory().getLong(frame + UC_MCONTEXT + 80))
                        .isEqualTo(c.again ? STACK : -Errno.EINTR.number());
            });
        }
    }

    @Test
    void severalSignalsStackTheirFrames() throws Exception {
        inProgram(program -> {
            SignalDelivery one = delivery(Signal.USR1, 0, 0, AlternateStack.NONE);
            SignalDelivery two = delivery(Signal.USR2, 0, 0, AlternateStack.NONE);
            Registers registers = interruptedCall(program, Errno.ERESTARTNOHAND, one, two);
            assertThat(registers.x[10]).isEqualTo(Signal.USR2);
            assertThat(program.memory().getLong(registers.x[2] + UC_MCONTEXT)).isEqualTo(0x5000);
        });
    }
}
