package dev.kenari.vfs.unix;

import static dev.kenari.abi.Poll.POLLIN;
import static dev.kenari.abi.Poll.POLLOUT;
import static dev.kenari.abi.Sockets.AF_UNIX;
import static dev.kenari.abi.Sockets.MSG_DONTWAIT;
import static dev.kenari.abi.Sockets.MSG_PEEK;
import static dev.kenari.abi.Sockets.MSG_TRUNC;
import static dev.kenari.abi.Sockets.SOCK_DGRAM;
import static dev.kenari.abi.Sockets.SOCK_SEQPACKET;
import static dev.kenari.vfs.ChannelFixture.inKernel;
import static dev.kenari.vfs.unix.Control.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kenari.abi.Errno;
import dev.kenari.vfs.ChannelFixture;
import dev.kenari.vfs.ChannelFixture.Outcome;
import dev.kenari.vfs.ChannelFixture.Received;
import org.junit.jupiter.api.Test;

/** unix(7) for SOCK_DGRAM and SOCK_SEQPACKET. */
class UnixDatagramTest {
    private static final byte[] NONE = new byte[0];

    private static int bound(ChannelFixture f, String name) throws Errno {
        int fd = f.channels.socket(f.id(), AF_UNIX, SOCK_DGRAM, 0);
        f.channels.bind(f.id(), fd, address(name));
        return fd;
    }

    @Test
    void messagesKeepTheirBoundsAndSender() throws Exception {
        inKernel(f -> {
            int a = bound(f, "/a");
            int b = bound(f, "\0b");
            f.send(a, "one", address("\0b"), NONE, 0);
            f.send(a, "", address("\0b"), NONE, 0);
            Received first = f.receive(b, 10, 0, 0);
            assertThat(first.text()).isEqualTo("one");
            assertThat(first.message().address()).isEqualTo(address("/a"));
            assertThat(f.poll(b, POLLIN)).isEqualTo(POLLIN);
            assertThat(f.receive(b, 10, 0, 0).text()).isEmpty();
            assertThat(f.poll(b, POLLIN)).isZero();
        });
    }

    @Test
    void whatDoesNotFitIsCutOff() throws Exception {
        inKernel(f -> {
            int[] s = f.channels.socketpair(f.id(), AF_UNIX, SOCK_DGRAM, 0);
            f.send(s[0], "abcdef");
            f.send(s[0], "xyz");
            Received peeked = f.receive(s[1], 2, 0, MSG_PEEK | MSG_TRUNC);
            assertThat(peeked.message().length()).isEqualTo(6);
            Received cut = f.receive(s[1], 2, 0, 0);
            assertThat(cut.text()).isEqualTo("ab");
            assertThat(cut.message().flags() & MSG_TRUNC).isEqualTo(MSG_TRUNC);
            assertThat(f.readText(s[1], 9)).isEqualTo("xyz");
        });
    }

    @Test
    void anUnconnectedReceiverTakesTenWaiting() throws Exception {
        inKernel(f -> {
            int from = bound(f, "\0from");
            int to = bound(f, "\0to");
            f.channels.connect(f.id(), from, address("\0to"));
            for (int i = 0; i < 11; i++) {
                f.send(from, "m" + i, NONE, NONE, MSG_DONTWAIT);
            }
            assertThatThrownBy(() -> f.send(from, "x", NONE, NONE, MSG_DONTWAIT)).isSameAs(Errno.EAGAIN);
            assertThat(f.poll(from, POLLOUT)).isZero();
            Outcome<Long> sender = f.background(() -> f.send(from, "late"));
            assertThat(sender.done()).isFalse();
            assertThat(f.readText(to, 9)).isEqualTo("m0");
            assertThat(sender.join()).isEqualTo(4);
        });
    }

    @Test
    void aConnectedSocketListensToItsPeerOnly() throws Exception {
        inKernel(f -> {
            int a = bound(f, "\0a");
            bound(f, "\0b");
            int c = bound(f, "\0c");
            f.channels.connect(f.id(), a, address("\0b"));
            assertThatThrownBy(() -> f.send(c, "x", address("\0a"), NONE, 0)).isSameAs(Errno.EPERM);
            byte[] unspecified = new byte[2];
            f.channels.connect(f.id(), a, unspecified);
            f.send(c, "x", address("\0a"), NONE, 0);
            assertThat(f.readText(a, 9)).isEqualTo("x");
            assertThatThrownBy(() -> f.send(a, "x")).isSameAs(Errno.ENOTCONN);
        });
    }

    @Test
    void aClosedPeerRefuses() throws Exception {
        inKernel(f -> {
            int a = bound(f, "\0a");
            int b = bound(f, "\0b");
            f.channels.connect(f.id(), a, address("\0b"));
            f.close(b);
            assertThatThrownBy(() -> f.send(a, "x")).isSameAs(Errno.ECONNREFUSED);
            assertThatThrownBy(() -> f.send(a, "x")).isSameAs(Errno.ENOTCONN);
        });
    }

    @Test
    void tooLongMessagesAreRefused() throws Exception {
        inKernel(f -> {
            int[] s = f.channels.socketpair(f.id(), AF_UNIX, SOCK_DGRAM, 0);
            assertThatThrownBy(() -> f.write(s[0], new byte[212_992])).isSameAs(Errno.EMSGSIZE);
            assertThat(f.write(s[0], new byte[212_960])).isEqualTo(212_960);
        });
    }

    @Test
    void sequencedPacketsKeepBoundsAndEnd() throws Exception {
        inKernel(f -> {
            int[] s = f.channels.socketpair(f.id(), AF_UNIX, SOCK_SEQPACKET, 0);
            f.send(s[0], "one");
            f.send(s[0], "two");
            assertThat(f.readText(s[1], 9)).isEqualTo("one");
            f.close(s[0]);
            assertThat(f.readText(s[1], 9)).isEqualTo("two");
            assertThat(f.readText(s[1], 9)).isEmpty();
            assertThatThrownBy(() -> f.send(s[1], "x")).isSameAs(Errno.EPIPE);
            int lone = f.channels.socket(f.id(), AF_UNIX, SOCK_SEQPACKET, 0);
            assertThatThrownBy(() -> f.send(lone, "x")).isSameAs(Errno.ENOTCONN);
        });
    }
}
