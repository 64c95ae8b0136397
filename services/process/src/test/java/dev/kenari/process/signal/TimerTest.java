package dev.kenari.process.signal;

import static dev.kenari.process.signal.Processes.inProcess;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kenari.abi.ClockId;
import dev.kenari.abi.Errno;
import dev.kenari.abi.Signal;
import dev.kenari.kernel.task.Task;
import dev.kenari.process.ProcessTimers;
import dev.kenari.process.SigInfo;
import dev.kenari.process.Signals;
import dev.kenari.vfs.TimerSetting;
import org.junit.jupiter.api.Test;

/** setitimer(2), timer_create(2). */
class TimerTest {
    private static final long SOON = 200_000;
    private static final long LATER = 3_600_000_000_000L;

    @Test
    void anIntervalTimerSignalsAgainAndAgain() throws Exception {
        inProcess(p -> {
            p.signals.setMask(p.tid(), Signals.SIG_BLOCK, -1);
            p.signals.setitimer(p.tid(), ProcessTimers.ITIMER_REAL, new TimerSetting(SOON, SOON));
            for (int i = 0; i < 3; i++) {
                SigInfo info = p.signals.await(p.tid(), -1, Long.MAX_VALUE);
                assertThat(info.signal()).isEqualTo(Signal.ALRM);
                assertThat(info.code()).isEqualTo(Signal.SI_KERNEL);
            }
            TimerSetting before =
                    p.signals.setitimer(p.tid(), ProcessTimers.ITIMER_REAL, new TimerSetting(0, LATER));
            assertThat(before.interval()).isEqualTo(SOON);
            TimerSetting now = p.signals.getitimer(p.tid(), ProcessTimers.ITIMER_REAL);
            assertThat(now.value()).isBetween(1L, LATER);
            p.signals.setitimer(p.tid(), ProcessTimers.ITIMER_REAL, new TimerSetting(0, 0));
            assertThat(p.signals.getitimer(p.tid(), ProcessTimers.ITIMER_REAL).value()).isZero();
            assertThatThrownBy(() -> p.signals.getitimer(p.tid(), 3)).isSameAs(Errno.EINVAL);
        });
    }

    @Test
    void anExpiredTimerCarriesItsValueAndOverrun() throws Exception {
        inProcess(p -> {
            p.signals.setMask(p.tid(), Signals.SIG_BLOCK, -1);
            int id = p.signals.timerCreate(
                    p.tid(), ClockId.MONOTONIC, ProcessTimers.SIGEV_SIGNAL, 40, 0, 0x1234, false);
            p.signals.timerSettime(p.tid(), id, 0, new TimerSetting(SOON, SOON));
            Task.current().block(p.kernel.timers().now() + 10 * SOON, false);
            SigInfo info = p.signals.await(p.tid(), -1, Long.MAX_VALUE);
            assertThat(info.value()).isEqualTo(0x1234);
            assertThat(info.code()).isEqualTo(Signal.SI_TIMER);
            assertThat(info.status()).isPositive().isEqualTo(p.signals.timerGetoverrun(p.tid(), id));
            p.signals.timerDelete(p.tid(), id);
            assertThatThrownBy(() -> p.signals.timerGettime(p.tid(), id)).isSameAs(Errno.EINVAL);
        });
    }

    @Test
    void anAbsoluteRealTimeFollowsTheClock() throws Exception {
        inProcess(p -> {
            p.signals.setMask(p.tid(), Signals.SIG_BLOCK, -1);
            int id = p.signals.timerCreate(p.tid(), ClockId.REALTIME, ProcessTimers.SIGEV_SIGNAL, 40, 0, 0, true);
            long due = p.kernel.timers().realtime() + LATER;
            p.signals.timerSettime(p.tid(), id, ProcessTimers.TIMER_ABSTIME, new TimerSetting(0, due));
            p.kernel.timers().setRealtime(due - SOON);
            assertThat(p.signals.await(p.tid(), -1, Long.MAX_VALUE).value()).isEqualTo(id);
        });
    }

    @Test
    void processorTimeOnlyPassesWhileRunning() throws Exception {
        inProcess(p -> {
            p.signals.setMask(p.tid(), Signals.SIG_BLOCK, -1);
            p.signals.setitimer(p.tid(), ProcessTimers.ITIMER_PROF, new TimerSetting(0, 50 * SOON));
            Task.current().block(p.kernel.timers().now() + 60 * SOON, false);
            assertThat(p.signals.pending(p.tid())).isZero();
            assertThat(p.signals.cpuTime(p.tid(), ClockId.PROCESS_CPUTIME)).isPositive();
            int own = ~0 << 3 | 2;
            assertThat(p.signals.cpuTime(p.tid(), own)).isPositive();
            int nobody = ~999 << 3 | 2;
            assertThatThrownBy(() -> p.signals.cpuTime(p.tid(), nobody)).isSameAs(Errno.EINVAL);
            assertThatThrownBy(() -> p.signals.cpuTime(p.tid(), 17)).isSameAs(Errno.EINVAL);
        });
    }

    @Test
    void refusesWhatItDoesNotKnow() throws Exception {
        inProcess(p -> {
            assertThatThrownBy(() -> p.signals.timerCreate(p.tid(), 4, 0, 14, 0, 0, true)).isSameAs(Errno.EOPNOTSUPP);
            assertThatThrownBy(() -> p.signals.timerCreate(p.tid(), 99, 0, 14, 0, 0, true)).isSameAs(Errno.EINVAL);
            assertThatThrownBy(() -> p.signals.timerCreate(p.tid(), 0, 0, 99, 0, 0, true)).isSameAs(Errno.EINVAL);
            assertThatThrownBy(() -> p.signals.timerCreate(p.tid(), 0, 8, 14, 0, 0, true)).isSameAs(Errno.EINVAL);
            assertThatThrownBy(() -> p.signals.timerCreate(p.tid(), 0, 4, 14, 999, 0, true)).isSameAs(Errno.EINVAL);
        });
    }
}
