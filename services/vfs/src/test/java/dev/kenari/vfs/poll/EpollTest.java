package dev.kenari.vfs.poll;

import static dev.kenari.abi.Epoll.EPOLLET;
import static dev.kenari.abi.Epoll.EPOLLEXCLUSIVE;
import static dev.kenari.abi.Epoll.EPOLLONESHOT;
import static dev.kenari.abi.Epoll.EPOLL_CTL_ADD;
import static dev.kenari.abi.Epoll.EPOLL_CTL_DEL;
import static dev.kenari.abi.Epoll.EPOLL_CTL_MOD;
import static dev.kenari.abi.Poll.POLLHUP;
import static dev.kenari.abi.Poll.POLLIN;
import static dev.kenari.abi.Poll.POLLOUT;
import static dev.kenari.vfs.ChannelFixture.inKernel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Words;
import dev.kenari.vfs.ChannelFixture;
import dev.kenari.vfs.ChannelFixture.Outcome;
import dev.kenari.vfs.EpollEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

/** epoll(7), epoll_ctl(2), epoll_wait(2). */
class EpollTest {
    private static List<EpollEvent> now(ChannelFixture f, int epoll) throws Errno {
        return f.channels.epollWait(f.id(), epoll, 10, 0);
    }

    @Test
    void levelTriggeredReportsAsLongAsItHolds() throws Exception {
        inKernel(f -> {
            int[] p = f.channels.pipe(f.id(), 0);
            int epoll = f.channels.epollCreate(f.id(), 0);
            f.channels.epollControl(f.id(), epoll, EPOLL_CTL_ADD, p[0], POLLIN, 77);
            assertThat(now(f, epoll)).isEmpty();
            f.write(p[1], "ab");
            assertThat(now(f, epoll)).containsExactly(new EpollEvent(POLLIN, 77));
            f.read(p[0], 1);
            assertThat(now(f, epoll)).containsExactly(new EpollEvent(POLLIN, 77));
            f.read(p[0], 1);
            assertThat(now(f, epoll)).isEmpty();
        });
    }

    @Test
    void edgeTriggeredReportsEachArrivalOnce() throws Exception {
        inKernel(f -> {
            int[] p = f.channels.pipe(f.id(), 0);
            int epoll = f.channels.epollCreate(f.id(), 0);
            f.write(p[1], "a");
            f.channels.epollControl(f.id(), epoll, EPOLL_CTL_ADD, p[0], POLLIN | EPOLLET, 1);
            assertThat(now(f, epoll)).hasSize(1);
            assertThat(now(f, epoll)).isEmpty();
            f.write(p[1], "b");
            assertThat(now(f, epoll)).hasSize(1);
            assertThat(now(f, epoll)).isEmpty();
        });
    }

    @Test
    void oneShotWaitsForModification() throws Exception {
        inKernel(f -> {
            int[] p = f.channels.pipe(f.id(), 0);
            int epoll = f.channels.epollCreate(f.id(), 0);
            f.channels.epollControl(f.id(), epoll, EPOLL_CTL_ADD, p[0], POLLIN | EPOLLONESHOT, 1);
            f.write(p[1], "a");
            assertThat(now(f, epoll)).hasSize(1);
            f.write(p[1], "b");
            f.close(p[1]);
            assertThat(now(f, epoll)).isEmpty();
            f.channels.epollControl(f.id(), epoll, EPOLL_CTL_MOD, p[0], POLLIN | EPOLLONESHOT, 2);
            assertThat(now(f, epoll)).containsExactly(new EpollEvent(POLLIN | POLLHUP, 2));
        });
    }

    @Test
    void waitersWakeUp() throws Exception {
        inKernel(f -> {
            int[] p = f.channels.pipe(f.id(), 0);
            int epoll = f.channels.epollCreate(f.id(), 0);
            f.channels.epollControl(f.id(), epoll, EPOLL_CTL_ADD, p[0], POLLIN, 9);
            Outcome<List<EpollEvent>> waiter =
                    f.background(() -> f.channels.epollWait(f.id(), epoll, 10, Long.MAX_VALUE));
            assertThat(waiter.done()).isFalse();
            f.write(p[1], "a");
            assertThat(waiter.join()).containsExactly(new EpollEvent(POLLIN, 9));
        });
    }

    @Test
    void theLimitTakesTurns() throws Exception {
        inKernel(f -> {
            int epoll = f.channels.epollCreate(f.id(), 0);
            for (int i = 0; i < 3; i++) {
                int fd = f.channels.eventfd(f.id(), 1, 0);
                f.channels.epollControl(f.id(), epoll, EPOLL_CTL_ADD, fd, POLLIN, i);
            }
            assertThat(f.channels.epollWait(f.id(), epoll, 2, 0)).extracting(EpollEvent::data).containsExactly(0L, 1L);
            assertThat(f.channels.epollWait(f.id(), epoll, 2, 0)).extracting(EpollEvent::data).containsExactly(2L, 0L);
        });
    }

    @Test
    void aClosedFileLeaves() throws Exception {
        inKernel(f -> {
            int epoll = f.channels.epollCreate(f.id(), 0);
            int fd = f.channels.eventfd(f.id(), 1, 0);
            int copy = f.vfs.dup(f.id(), fd);
            f.channels.epollControl(f.id(), epoll, EPOLL_CTL_ADD, fd, POLLIN, 1);
            f.close(fd);
            assertThat(now(f, epoll)).as("the description is still open").hasSize(1);
            f.close(copy);
            assertThat(now(f, epoll)).isEmpty();
        });
    }

    @Test
    void controlChecksItsArguments() throws Exception {
        inKernel(f -> {
            int epoll = f.channels.epollCreate(f.id(), 0);
            int fd = f.channels.eventfd(f.id(), 0, 0);
            assertThatThrownBy(() -> f.channels.epollControl(f.id(), epoll, EPOLL_CTL_MOD, fd, POLLIN, 0))
                    .isSameAs(Errno.ENOENT);
            assertThatThrownBy(() -> f.channels.epollControl(f.id(), epoll, EPOLL_CTL_DEL, fd, 0, 0))
                    .isSameAs(Errno.ENOENT);
            f.channels.epollControl(f.id(), epoll, EPOLL_CTL_ADD, fd, POLLIN, 0);
            assertThatThrownBy(() -> f.channels.epollControl(f.id(), epoll, EPOLL_CTL_ADD, fd, POLLIN, 0))
                    .isSameAs(Errno.EEXIST);
            assertThatThrownBy(() -> f.channels.epollControl(f.id(), epoll, EPOLL_CTL_ADD, epoll, POLLIN, 0))
                    .isSameAs(Errno.EINVAL);
            assertThatThrownBy(() -> f.channels.epollControl(f.id(), fd, EPOLL_CTL_ADD, epoll, POLLIN, 0))
                    .isSameAs(Errno.EINVAL);
            assertThatThrownBy(() -> f.channels.epollControl(f.id(), epoll, EPOLL_CTL_ADD, 99, POLLIN, 0))
                    .isSameAs(Errno.EBADF);
            assertThatThrownBy(
                            () -> f.channels.epollControl(f.id(), epoll, EPOLL_CTL_MOD, fd, POLLIN | EPOLLEXCLUSIVE, 0))
                    .isSameAs(Errno.EINVAL);
            assertThatThrownBy(() -> f.channels.epollWait(f.id(), epoll, 0, 0)).isSameAs(Errno.EINVAL);
        });
    }

    @Test
    void instancesNest() throws Exception {
        inKernel(f -> {
            int inner = f.channels.epollCreate(f.id(), 0);
            int outer = f.channels.epollCreate(f.id(), 0);
            int fd = f.channels.eventfd(f.id(), 0, 0);
            f.channels.epollControl(f.id(), inner, EPOLL_CTL_ADD, fd, POLLIN, 1);
            f.channels.epollControl(f.id(), outer, EPOLL_CTL_ADD, inner, POLLIN, 2);
            assertThat(now(f, outer)).isEmpty();
            f.write(fd, Words.ofLong(1));
            assertThat(now(f, outer)).containsExactly(new EpollEvent(POLLIN, 2));
            assertThat(now(f, inner)).containsExactly(new EpollEvent(POLLIN, 1));
            f.read(fd, 8);
            assertThat(now(f, outer)).isEmpty();
        });
    }

    @Test
    void circlesAndLongChainsAreRefused() throws Exception {
        inKernel(f -> {
            int a = f.channels.epollCreate(f.id(), 0);
            int b = f.channels.epollCreate(f.id(), 0);
            f.channels.epollControl(f.id(), a, EPOLL_CTL_ADD, b, POLLIN, 0);
            assertThatThrownBy(() -> f.channels.epollControl(f.id(), b, EPOLL_CTL_ADD, a, POLLIN, 0))
                    .isSameAs(Errno.ELOOP);
            int[] chain = new int[6];
            for (int i = 0; i < chain.length; i++) {
                chain[i] = f.channels.epollCreate(f.id(), 0);
            }
            for (int i = 0; i < 4; i++) {
                f.channels.epollControl(f.id(), chain[i], EPOLL_CTL_ADD, chain[i + 1], POLLIN, 0);
            }
            assertThatThrownBy(() -> f.channels.epollControl(f.id(), chain[4], EPOLL_CTL_ADD, chain[5], POLLIN, 0))
                    .isSameAs(Errno.ELOOP);
            assertThatThrownBy(() -> f.channels.epollControl(f.id(), chain[5], EPOLL_CTL_ADD, chain[0], POLLIN, 0))
                    .isSameAs(Errno.ELOOP);
        });
    }

    @Test
    void writableIsReportedOnceThereIsRoom() throws Exception {
        inKernel(f -> {
            int[] p = f.channels.pipe(f.id(), 0);
            int epoll = f.channels.epollCreate(f.id(), 0);
            f.write(p[1], new byte[65536]);
            f.channels.epollControl(f.id(), epoll, EPOLL_CTL_ADD, p[1], POLLOUT | EPOLLET, 3);
            assertThat(now(f, epoll)).isEmpty();
            f.read(p[0], 4096);
            assertThat(now(f, epoll)).containsExactly(new EpollEvent(POLLOUT, 3));
        });
    }
}
