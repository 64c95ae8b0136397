package dev.kenari.vfs.event;

import static dev.kenari.vfs.ChannelFixture.inKernel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.abi.Poll;
import dev.kenari.abi.Words;
import dev.kenari.vfs.ChannelFixture.Outcome;
import dev.kenari.vfs.TimerSetting;
import org.junit.jupiter.api.Test;

/** timerfd_create(2). */
class TimerfdTest {
    private static final int ABSTIME = 1;
    private static final int CANCEL_ON_SET = 2;
    private static final long HOUR = 3_600_000_000_000L;

    @Test
    void expiresOnce() throws Exception {
        inKernel(f -> {
            int fd = f.channels.timerfdCreate(f.id(), TimerDescriptor.CLOCK_MONOTONIC, 0);
            f.channels.timerfdSettime(f.id(), fd, 0, new TimerSetting(0, 1_000_000));
            assertThat(Words.getLong(f.read(fd, 8), 0)).isEqualTo(1);
            assertThat(f.channels.timerfdGettime(f.id(), fd)).isEqualTo(new TimerSetting(0, 0));
        });
    }

    @Test
    void countsMissedPeriods() throws Exception {
        inKernel(f -> {
            int fd = f.channels.timerfdCreate(f.id(), TimerDescriptor.CLOCK_MONOTONIC, 0);
            f.channels.timerfdSettime(f.id(), fd, 0, new TimerSetting(1_000_000, 1_000_000));
            f.letOthersRun();
            assertThat(f.poll(fd, Poll.POLLIN)).isEqualTo(Poll.POLLIN);
            assertThat(Words.getLong(f.read(fd, 8), 0)).isGreaterThanOrEqualTo(4);
            assertThat(Words.getLong(f.read(fd, 8), 0)).isPositive();
        });
    }

    @Test
    void aNanosecondPeriodCostsNothingWhileNobodyReads() throws Exception {
        inKernel(f -> {
            int fd = f.channels.timerfdCreate(f.id(), TimerDescriptor.CLOCK_MONOTONIC, 0);
            f.channels.timerfdSettime(f.id(), fd, 0, new TimerSetting(1, 1));
            f.letOthersRun();
            assertThat(f.kernel.timers().next()).isEqualTo(Long.MAX_VALUE);
            assertThat(Words.getLong(f.read(fd, 8), 0)).isGreaterThan(1_000_000);
        });
    }

    @Test
    void gettimeTellsWhatIsLeft() throws Exception {
        inKernel(f -> {
            int fd = f.channels.timerfdCreate(f.id(), TimerDescriptor.CLOCK_BOOTTIME, Fcntl.O_NONBLOCK);
            assertThat(f.channels.timerfdSettime(f.id(), fd, 0, new TimerSetting(5, HOUR)))
                    .isEqualTo(new TimerSetting(0, 0));
            TimerSetting left = f.channels.timerfdGettime(f.id(), fd);
            assertThat(left.interval()).isEqualTo(5);
            assertThat(left.value()).isPositive().isLessThanOrEqualTo(HOUR);
            assertThatThrownBy(() -> f.read(fd, 8)).isSameAs(Errno.EAGAIN);
            f.channels.timerfdSettime(f.id(), fd, 0, new TimerSetting(0, 0));
            assertThat(f.channels.timerfdGettime(f.id(), fd)).isEqualTo(new TimerSetting(0, 0));
        });
    }

    @Test
    void aClockThatIsSetCancelsTheWait() throws Exception {
        inKernel(f -> {
            int fd = f.channels.timerfdCreate(f.id(), TimerDescriptor.CLOCK_REALTIME, 0);
            long now = f.kernel.timers().realtime();
            f.channels.timerfdSettime(f.id(), fd, ABSTIME | CANCEL_ON_SET, new TimerSetting(0, now + HOUR));
            Outcome<byte[]> reader = f.background(() -> f.read(fd, 8));
            assertThat(reader.done()).isFalse();
            f.kernel.timers().setRealtime(now + 5);
            assertThatThrownBy(reader::join).isSameAs(Errno.ECANCELED);
        });
    }

    @Test
    void absoluteRealtimeFollowsTheClock() throws Exception {
        inKernel(f -> {
            int fd = f.channels.timerfdCreate(f.id(), TimerDescriptor.CLOCK_REALTIME, 0);
            int relative = f.channels.timerfdCreate(f.id(), TimerDescriptor.CLOCK_REALTIME, Fcntl.O_NONBLOCK);
            long now = f.kernel.timers().realtime();
            f.channels.timerfdSettime(f.id(), fd, ABSTIME, new TimerSetting(0, now + HOUR));
            f.channels.timerfdSettime(f.id(), relative, 0, new TimerSetting(0, HOUR));
            f.kernel.timers().setRealtime(now + 2 * HOUR);
            assertThat(Words.getLong(f.read(fd, 8), 0)).isEqualTo(1);
            assertThatThrownBy(() -> f.read(relative, 8)).isSameAs(Errno.EAGAIN);
        });
    }

    @Test
    void unknownClocksAreInvalid() throws Exception {
        inKernel(f -> assertThatThrownBy(() -> f.channels.timerfdCreate(f.id(), 2, 0)).isSameAs(Errno.EINVAL));
    }
}
