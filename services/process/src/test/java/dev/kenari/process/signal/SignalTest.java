package dev.kenari.process.signal;

import static dev.kenari.process.signal.Processes.inProcess;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Signal;
import dev.kenari.abi.WaitOptions;
import dev.kenari.process.AlternateStack;
import dev.kenari.process.Limit;
import dev.kenari.process.SigInfo;
import dev.kenari.process.SignalAction;
import dev.kenari.process.SignalDelivery;
import dev.kenari.process.Signals;
import dev.kenari.process.UserIds;
import dev.kenari.process.table.ProcessThread;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** signal(7) and the pages it names. */
class SignalTest {
    private static final int RT = 40;

    private static long set(int... signals) {
        long set = 0;
        for (int signal : signals) {
            set |= Signal.bit(signal);
        }
        return set;
    }

    @Test
    void standardSignalsArePendingOnceAndRealTimeOnesQueueInOrder() throws Exception {
        inProcess(p -> {
            p.signals.setMask(p.tid(), Signals.SIG_BLOCK, -1);
            p.send(RT + 1, 1);
            p.send(RT, 2);
            p.send(Signal.USR1, 3);
            p.send(RT, 4);
            p.send(Signal.USR1, 5);
            List<Long> values = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                values.add(p.signals.await(p.tid(), -1, -1).value());
            }
            assertThat(values).containsExactly(3L, 2L, 4L, 1L);
            assertThatThrownBy(() -> p.signals.await(p.tid(), -1, -1)).isSameAs(Errno.EAGAIN);
        });
    }

    @Test
    void aHandlerRunsWithItsMaskAndReturnsToTheOldOne() throws Exception {
        inProcess(p -> {
            p.handle(p.tid(), Signal.USR1, 0, set(Signal.USR2));
            p.handle(p.tid(), Signal.USR2, SignalAction.SA_NODEFER, 0);
            p.signals.setMask(p.tid(), Signals.SIG_SETMASK, set(Signal.HUP));
            p.signals.kill(p.tid(), p.tid(), Signal.USR1);
            assertThat(p.self.task().interrupted()).isTrue();
            SignalDelivery delivery = p.signals.next(p.tid());
            assertThat(delivery.info().signal()).isEqualTo(Signal.USR1);
            assertThat(delivery.info().pid()).isEqualTo(p.tid());
            assertThat(delivery.mask()).isEqualTo(set(Signal.HUP));
            assertThat(delivery.sigreturn()).isEqualTo(Processes.SIGRETURN);
            assertThat(p.signals.mask(p.tid())).isEqualTo(set(Signal.HUP, Signal.USR1, Signal.USR2));
            assertThat(p.signals.next(p.tid())).isNull();
            assertThat(p.self.task().interrupted()).isFalse();
            p.signals.kill(p.tid(), p.tid(), Signal.USR2);
            assertThat(p.signals.pending(p.tid())).isEqualTo(set(Signal.USR2));
            p.signals.restore(p.tid(), delivery.mask(), delivery.stack());
            assertThat(p.signals.next(p.tid()).info().signal()).isEqualTo(Signal.USR2);
            assertThat(p.signals.mask(p.tid())).isEqualTo(set(Signal.HUP));
        });
    }

    @Test
    void resethandRunsTheHandlerOnce() throws Exception {
        inProcess(p -> {
            p.handle(p.tid(), Signal.USR1, SignalAction.SA_RESETHAND, 0);
            p.signals.kill(p.tid(), p.tid(), Signal.USR1);
            assertThat(p.signals.next(p.tid()).exit()).isFalse();
            assertThat(p.signals.action(p.tid(), Signal.USR1, null).handler()).isEqualTo(SignalAction.DEFAULT);
        });
    }

    @Test
    void killAndStopCanBeNeitherCaughtNorBlocked() throws Exception {
        inProcess(p -> {
            for (int signal : new int[] {Signal.KILL, Signal.STOP}) {
                assertThatThrownBy(() -> p.handle(p.tid(), signal, 0, 0)).isSameAs(Errno.EINVAL);
            }
            p.signals.setMask(p.tid(), Signals.SIG_BLOCK, -1);
            assertThat(p.signals.mask(p.tid()) & set(Signal.KILL, Signal.STOP)).isZero();
            assertThatThrownBy(() -> p.signals.action(p.tid(), 0, null)).isSameAs(Errno.EINVAL);
            assertThatThrownBy(() -> p.signals.action(p.tid(), 65, null)).isSameAs(Errno.EINVAL);
        });
    }

    @Test
    void theDefaultActionTerminatesWithTheSignalInTheStatus() throws Exception {
        inProcess(p -> {
            SignalDelivery[] last = new SignalDelivery[1];
            ProcessThread child = p.child(tid -> {
                Processes.sleep(tid);
                last[0] = p.signals.next(tid);
            });
            p.signals.kill(p.tid(), child.tid(), Signal.TERM);
            p.until(() -> last[0] != null);
            assertThat(last[0].exit()).isTrue();
            assertThat(child.process().groupExitStatus()).isEqualTo(WaitOptions.killed(Signal.TERM, false));
        });
    }

    @Test
    void ignoredSignalsAreDroppedUnlessBlocked() throws Exception {
        inProcess(p -> {
            p.signals.kill(p.tid(), p.tid(), Signal.CHLD);
            assertThat(p.self.task().interrupted()).isFalse();
            p.signals.setMask(p.tid(), Signals.SIG_BLOCK, set(Signal.CHLD));
            p.signals.kill(p.tid(), p.tid(), Signal.CHLD);
            assertThat(p.signals.pending(p.tid())).isEqualTo(set(Signal.CHLD));
            p.signals.action(p.tid(), Signal.CHLD, new SignalAction(SignalAction.IGNORE, 0, 0));
            assertThat(p.signals.pending(p.tid())).isZero();
        });
    }

    @Test
    void aProcessSignalGoesToAThreadThatDoesNotBlockIt() throws Exception {
        inProcess(p -> {
            p.handle(p.tid(), Signal.USR1, 0, 0);
            p.signals.setMask(p.tid(), Signals.SIG_BLOCK, set(Signal.USR1));
            SignalDelivery[] got = new SignalDelivery[1];
            p.thread(tid -> {
                p.signals.setMask(tid, Signals.SIG_SETMASK, 0);
                Processes.sleep(tid);
                got[0] = p.signals.next(tid);
            });
            p.signals.kill(p.tid(), p.tid(), Signal.USR1);
            p.until(() -> got[0] != null);
            assertThat(got[0].info().signal()).isEqualTo(Signal.USR1);
            assertThat(p.signals.pending(p.tid())).isZero();
        });
    }

    @Test
    void aThreadSignalStaysWithItsThread() throws Exception {
        inProcess(p -> {
            ProcessThread other = p.thread(Processes::sleep);
            p.signals.setMask(p.tid(), Signals.SIG_BLOCK, set(Signal.USR1));
            p.signals.tgkill(p.tid(), p.tid(), p.tid(), Signal.USR1);
            assertThat(p.signals.pending(p.tid())).isEqualTo(set(Signal.USR1));
            assertThat(other.task().interrupted()).isFalse();
            assertThatThrownBy(() -> p.signals.tgkill(p.tid(), 99, p.tid(), 0)).isSameAs(Errno.ESRCH);
            assertThatThrownBy(() -> p.signals.tgkill(p.tid(), p.tid(), 0, 0)).isSameAs(Errno.EINVAL);
        });
    }

    @Test
    void unblockingByTheOnlyTakerLeavesTheSignalToAnother() throws Exception {
        inProcess(p -> {
            p.handle(p.tid(), Signal.USR1, 0, 0);
            SignalDelivery[] got = new SignalDelivery[1];
            p.thread(tid -> {
                Processes.sleep(tid);
                got[0] = p.signals.next(tid);
            });
            p.signals.kill(p.tid(), p.tid(), Signal.USR1);
            assertThat(p.self.task().interrupted()).isTrue();
            p.signals.setMask(p.tid(), Signals.SIG_BLOCK, set(Signal.USR1));
            p.until(() -> got[0] != null);
            assertThat(got[0].info().signal()).isEqualTo(Signal.USR1);
        });
    }

    @Test
    void stopSleepsUntilContinueAndTellsTheParent() throws Exception {
        inProcess(p -> {
            p.handle(p.tid(), Signal.CHLD, 0, 0);
            boolean[] resumed = new boolean[1];
            ProcessThread child = p.child(tid -> {
                Processes.sleep(tid);
                p.signals.next(tid);
                resumed[0] = true;
            });
            p.signals.kill(p.tid(), child.tid(), Signal.STOP);
            p.until(() -> child.process().stopUnreported());
            p.until(() -> p.self.task().interrupted());
            assertThat(child.task().state().letter()).isEqualTo('T');
            SigInfo stopped = p.signals.next(p.tid()).info();
            assertThat(stopped.code()).isEqualTo(WaitOptions.CLD_STOPPED);
            assertThat(stopped.status()).isEqualTo(Signal.STOP);
            p.signals.setMask(p.tid(), Signals.SIG_SETMASK, 0);
            p.signals.kill(p.tid(), child.tid(), Signal.CONT);
            assertThat(child.process().stopSignal()).isZero();
            assertThat(p.signals.next(p.tid()).info().code()).isEqualTo(WaitOptions.CLD_CONTINUED);
            p.until(() -> resumed[0]);
        });
    }

    @Test
    void killEndsAStoppedProcess() throws Exception {
        inProcess(p -> {
            SignalDelivery[] last = new SignalDelivery[1];
            ProcessThread child = p.child(tid -> {
                Processes.sleep(tid);
                last[0] = p.signals.next(tid);
            });
            p.signals.kill(p.tid(), child.tid(), Signal.STOP);
            p.until(() -> child.process().stopSignal() != 0);
            p.signals.kill(p.tid(), child.tid(), Signal.KILL);
            p.until(() -> last[0] != null);
            assertThat(last[0].exit()).isTrue();
            assertThat(child.process().groupExitStatus()).isEqualTo(Signal.KILL);
        });
    }

    @Test
    void continueAndStopSignalsCancelEachOther() throws Exception {
        inProcess(p -> {
            p.signals.setMask(p.tid(), Signals.SIG_BLOCK, -1);
            p.signals.kill(p.tid(), p.tid(), Signal.CONT);
            p.signals.kill(p.tid(), p.tid(), Signal.TSTP);
            assertThat(p.signals.pending(p.tid())).isEqualTo(set(Signal.TSTP));
            p.signals.kill(p.tid(), p.tid(), Signal.CONT);
            assertThat(p.signals.pending(p.tid())).isEqualTo(set(Signal.CONT));
        });
    }

    @Test
    void initIsImmune() throws Exception {
        inProcess(p -> {
            p.signals.kill(p.tid(), 1, Signal.KILL);
            assertThat(p.table.init().ending()).isFalse();
        });
    }

    @Test
    void onlyTheSameUserOrAPrivilegedOneMaySignal() throws Exception {
        inProcess(p -> {
            ProcessThread stranger = p.child(UserIds.of(1000, 1000, new int[0]), Processes::sleep);
            assertThatThrownBy(() -> p.signals.kill(stranger.tid(), p.tid(), 0)).isSameAs(Errno.EPERM);
            p.signals.kill(stranger.tid(), p.tid(), Signal.CONT);
            p.signals.kill(stranger.tid(), stranger.tid(), 0);
            p.signals.kill(p.tid(), stranger.tid(), 0);
            assertThatThrownBy(() -> p.signals.kill(p.tid(), 999, 0)).isSameAs(Errno.ESRCH);
            assertThatThrownBy(() -> p.signals.kill(p.tid(), p.tid(), 65)).isSameAs(Errno.EINVAL);
        });
    }

    @Test
    void aGroupIsSignalledWhole() throws Exception {
        inProcess(p -> {
            p.signals.setMask(p.tid(), Signals.SIG_BLOCK, set(Signal.USR1));
            ProcessThread child = p.child(tid -> {
                p.signals.setMask(tid, Signals.SIG_BLOCK, set(Signal.USR1));
                Processes.sleep(tid);
            });
            p.signals.kill(p.tid(), 0, Signal.USR1);
            assertThat(p.signals.pending(p.tid())).isEqualTo(set(Signal.USR1));
            assertThat(p.signals.pending(child.tid())).isEqualTo(set(Signal.USR1));
        });
    }

    @Test
    void sigqueueMayNotPretendToBeTheKernel() throws Exception {
        inProcess(p -> {
            ProcessThread child = p.child(Processes::sleep);
            SigInfo forged = SigInfo.user(Signal.USR1, Signal.SI_USER, 1, 0);
            assertThatThrownBy(() -> p.signals.queue(p.tid(), child.tid(), forged)).isSameAs(Errno.EPERM);
            p.handle(p.tid(), Signal.USR1, 0, 0);
            p.signals.queue(p.tid(), p.tid(), forged);
            assertThat(p.signals.next(p.tid()).info()).isEqualTo(forged);
        });
    }

    @Test
    void queuesAreLimited() throws Exception {
        inProcess(p -> {
            p.self.process().limits().set(dev.kenari.abi.ResourceLimits.SIGPENDING, new Limit(2, 2));
            p.signals.setMask(p.tid(), Signals.SIG_BLOCK, -1);
            p.send(RT, 1);
            p.send(RT, 2);
            assertThatThrownBy(() -> p.send(RT, 3)).isSameAs(Errno.EAGAIN);
        });
    }

    @Test
    void suspendBlocksOnlyUntilAHandlerRuns() throws Exception {
        inProcess(p -> {
            p.handle(p.tid(), Signal.USR1, 0, 0);
            p.signals.setMask(p.tid(), Signals.SIG_BLOCK, set(Signal.USR1));
            p.signals.kill(p.tid(), p.tid(), Signal.USR1);
            assertThatThrownBy(() -> p.signals.suspend(p.tid(), 0)).isSameAs(Errno.ERESTARTNOHAND);
            SignalDelivery delivery = p.signals.next(p.tid());
            assertThat(delivery.mask()).isEqualTo(set(Signal.USR1));
            assertThat(p.signals.mask(p.tid())).isEqualTo(set(Signal.USR1));
        });
    }

    @Test
    void awaitIsWokenByWhatItWaitsForEvenIfIgnored() throws Exception {
        inProcess(p -> {
            SigInfo[] got = new SigInfo[1];
            ProcessThread child = p.child(tid -> {
                p.signals.setMask(tid, Signals.SIG_BLOCK, set(Signal.CHLD));
                got[0] = p.signals.await(tid, set(Signal.CHLD), Long.MAX_VALUE);
                assertThat(p.signals.mask(tid)).isEqualTo(set(Signal.CHLD));
            });
            p.signals.kill(p.tid(), child.tid(), Signal.CHLD);
            p.until(() -> got[0] != null);
            assertThat(got[0].signal()).isEqualTo(Signal.CHLD);
        });
    }

    @Test
    void awaitEndsWithItsTimeAndWithOtherSignals() throws Exception {
        inProcess(p -> {
            long soon = p.kernel.timers().now() + 100_000;
            assertThatThrownBy(() -> p.signals.await(p.tid(), set(RT), soon)).isSameAs(Errno.EAGAIN);
            p.handle(p.tid(), Signal.USR1, 0, 0);
            p.signals.kill(p.tid(), p.tid(), Signal.USR1);
            assertThatThrownBy(() -> p.signals.await(p.tid(), set(RT), Long.MAX_VALUE)).isSameAs(Errno.EINTR);
        });
    }

    @Test
    void aFaultKillsWhoBlocksOrIgnoresIt() throws Exception {
        inProcess(p -> {
            p.signals.action(p.tid(), Signal.SEGV, new SignalAction(SignalAction.IGNORE, 0, 0));
            p.signals.setMask(p.tid(), Signals.SIG_BLOCK, -1);
            p.signals.force(p.tid(), SigInfo.fault(Signal.SEGV, 1, 8));
            assertThat(p.signals.next(p.tid()).exit()).isTrue();
            assertThat(p.self.process().groupExitStatus()).isEqualTo(Signal.SEGV);
        });
    }

    @Test
    void aFaultIsDeliveredBeforeEarlierSignals() throws Exception {
        inProcess(p -> {
            p.handle(p.tid(), Signal.HUP, 0, 0);
            p.handle(p.tid(), Signal.SEGV, 0, 0);
            p.signals.tgkill(p.tid(), p.tid(), p.tid(), Signal.HUP);
            p.signals.force(p.tid(), SigInfo.fault(Signal.SEGV, 1, 8));
            assertThat(p.signals.next(p.tid()).info().value()).isEqualTo(8);
        });
    }

    @Test
    void execKeepsIgnoredAndForgetsHandlers() throws Exception {
        inProcess(p -> {
            p.handle(p.tid(), Signal.USR1, SignalAction.SA_ONSTACK, 0);
            p.signals.action(p.tid(), Signal.USR2, new SignalAction(SignalAction.IGNORE, 0, 0));
            p.signals.alternateStack(p.tid(), new AlternateStack(0x1000, 0, 8192), 0);
            p.signals.setMask(p.tid(), Signals.SIG_BLOCK, set(Signal.HUP));
            p.table.listeners().forEach(listener -> listener.executed(p.self));
            assertThat(p.signals.action(p.tid(), Signal.USR1, null)).isEqualTo(SignalAction.INITIAL);
            assertThat(p.signals.action(p.tid(), Signal.USR2, null).handler()).isEqualTo(SignalAction.IGNORE);
            assertThat(p.signals.alternateStack(p.tid(), null, 0)).isEqualTo(AlternateStack.NONE);
            assertThat(p.signals.mask(p.tid())).isEqualTo(set(Signal.HUP));
        });
    }

    @Test
    void alternateStacksAreChecked() throws Exception {
        inProcess(p -> {
            AlternateStack stack = new AlternateStack(0x1000, 0, 4096);
            assertThat(p.signals.alternateStack(p.tid(), stack, 0).flags()).isEqualTo(AlternateStack.DISABLE);
            assertThat(p.signals.alternateStack(p.tid(), null, 0x1800).flags()).isEqualTo(AlternateStack.ONSTACK);
            assertThatThrownBy(() -> p.signals.alternateStack(p.tid(), AlternateStack.NONE, 0x1800))
                    .isSameAs(Errno.EPERM);
            AlternateStack small = new AlternateStack(0x1000, 0, 2047);
            assertThatThrownBy(() -> p.signals.alternateStack(p.tid(), small, 0)).isSameAs(Errno.ENOMEM);
            AlternateStack odd = new AlternateStack(0x1000, 4, 4096);
            assertThatThrownBy(() -> p.signals.alternateStack(p.tid(), odd, 0)).isSameAs(Errno.EINVAL);
        });
    }
}
