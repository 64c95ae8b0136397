package dev.kenari.vfs.poll;

import static dev.kenari.abi.Poll.POLLERR;
import static dev.kenari.abi.Poll.POLLHUP;
import static dev.kenari.abi.Poll.POLLIN;
import static dev.kenari.abi.Poll.POLLNVAL;
import static dev.kenari.abi.Poll.POLLOUT;
import static dev.kenari.vfs.ChannelFixture.inKernel;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.vfs.ChannelFixture.Outcome;
import org.junit.jupiter.api.Test;

/** poll(2). */
class PollTest {
    private static final int UNASKED = POLLERR | POLLHUP;

    @Test
    void reportsWhatHolds() throws Exception {
        inKernel(f -> {
            int[] p = f.channels.pipe(f.id(), 0);
            int[] fds = {p[0], p[1], -1, 99};
            int[] events = {POLLIN, POLLOUT, POLLIN, POLLIN};
            assertThat(f.channels.poll(f.id(), fds, events, UNASKED, Long.MAX_VALUE))
                    .containsExactly(0, POLLOUT, 0, POLLNVAL);
        });
    }

    @Test
    void waitsForAnyOfMany() throws Exception {
        inKernel(f -> {
            int[] a = f.channels.pipe(f.id(), 0);
            int[] b = f.channels.pipe(f.id(), 0);
            Outcome<int[]> poll = f.background(() -> f.channels.poll(
                    f.id(), new int[] {a[0], b[0]}, new int[] {POLLIN, POLLIN}, UNASKED, Long.MAX_VALUE));
            assertThat(poll.done()).isFalse();
            f.write(b[1], "x");
            assertThat(poll.join()).containsExactly(0, POLLIN);
        });
    }

    @Test
    void endsAtItsDeadline() throws Exception {
        inKernel(f -> {
            int[] p = f.channels.pipe(f.id(), 0);
            long deadline = f.kernel.timers().now() + 2_000_000;
            assertThat(f.channels.poll(f.id(), new int[] {p[0]}, new int[] {POLLIN}, UNASKED, deadline))
                    .containsExactly(0);
            assertThat(f.kernel.timers().now()).isGreaterThanOrEqualTo(deadline);
            assertThat(f.channels.poll(f.id(), new int[] {p[0]}, new int[] {POLLIN}, UNASKED, 0)).containsExactly(0);
        });
    }

    @Test
    void selectDoesNotSeeAHangUpItDidNotAskFor() throws Exception {
        inKernel(f -> {
            int[] p = f.channels.pipe(f.id(), 0);
            f.close(p[1]);
            assertThat(f.channels.poll(f.id(), new int[] {p[0]}, new int[] {POLLOUT}, 0, 0)).containsExactly(0);
            assertThat(f.channels.poll(f.id(), new int[] {p[0]}, new int[] {0}, UNASKED, 0)).containsExactly(POLLHUP);
        });
    }

    @Test
    void aDescriptorClosedMeanwhileStaysValid() throws Exception {
        inKernel(f -> {
            int[] p = f.channels.pipe(f.id(), 0);
            Outcome<int[]> poll = f.background(() ->
                    f.channels.poll(f.id(), new int[] {p[0]}, new int[] {POLLIN}, UNASKED, Long.MAX_VALUE));
            f.close(p[0]);
            f.write(p[1], "x");
            assertThat(poll.join()).containsExactly(POLLIN);
        });
    }
}
