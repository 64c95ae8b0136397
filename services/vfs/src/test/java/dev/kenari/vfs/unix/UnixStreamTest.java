package dev.kenari.vfs.unix;

import static dev.kenari.abi.Poll.POLLERR;
import static dev.kenari.abi.Poll.POLLHUP;
import static dev.kenari.abi.Poll.POLLIN;
import static dev.kenari.abi.Poll.POLLOUT;
import static dev.kenari.abi.Poll.POLLRDHUP;
import static dev.kenari.abi.Sockets.AF_INET;
import static dev.kenari.abi.Sockets.AF_UNIX;
import static dev.kenari.abi.Sockets.MSG_DONTWAIT;
import static dev.kenari.abi.Sockets.MSG_PEEK;
import static dev.kenari.abi.Sockets.MSG_WAITALL;
import static dev.kenari.abi.Sockets.SHUT_WR;
import static dev.kenari.abi.Sockets.SOCK_DGRAM;
import static dev.kenari.abi.Sockets.SOCK_NONBLOCK;
import static dev.kenari.abi.Sockets.SOCK_STREAM;
import static dev.kenari.abi.Sockets.SOL_SOCKET;
import static dev.kenari.abi.Sockets.SO_ACCEPTCONN;
import static dev.kenari.abi.Sockets.SO_DOMAIN;
import static dev.kenari.abi.Sockets.SO_ERROR;
import static dev.kenari.abi.Sockets.SO_PEERCRED;
import static dev.kenari.abi.Sockets.SO_RCVTIMEO;
import static dev.kenari.abi.Sockets.SO_SNDBUF;
import static dev.kenari.abi.Sockets.SO_TYPE;
import static dev.kenari.vfs.ChannelFixture.inKernel;
import static dev.kenari.vfs.unix.Control.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Words;
import dev.kenari.vfs.ChannelFixture;
import dev.kenari.vfs.ChannelFixture.Outcome;
import java.io.ByteArrayOutputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** unix(7) for SOCK_STREAM. */
class UnixStreamTest {
    private static int[] pair(ChannelFixture f) throws Errno {
        return f.channels.socketpair(f.id(), AF_UNIX, SOCK_STREAM, 0);
    }

    private static int listener(ChannelFixture f, String name, int backlog) throws Errno {
        int fd = f.channels.socket(f.id(), AF_UNIX, SOCK_STREAM, 0);
        f.channels.bind(f.id(), fd, address(name));
        f.channels.listen(f.id(), fd, backlog);
        return fd;
    }

    private static int connected(ChannelFixture f, String name) throws Errno {
        int fd = f.channels.socket(f.id(), AF_UNIX, SOCK_STREAM, 0);
        f.channels.connect(f.id(), fd, address(name));
        return fd;
    }

    private static int option(ChannelFixture f, int fd, int name) throws Errno {
        return Words.getInt(f.channels.getsockopt(f.id(), fd, SOL_SOCKET, name), 0);
    }

    @Test
    void otherFamiliesAreUnsupported() throws Exception {
        inKernel(f -> assertThatThrownBy(() -> f.channels.socket(f.id(), AF_INET, SOCK_STREAM, 0))
                .isSameAs(Errno.EAFNOSUPPORT));
    }

    @Test
    void bytesFlowBothWaysWithoutBounds() throws Exception {
        inKernel(f -> {
            int[] s = pair(f);
            f.write(s[0], "ab");
            f.write(s[0], "cd");
            assertThat(f.readText(s[1], 3)).isEqualTo("abc");
            f.write(s[1], "xy");
            assertThat(f.readText(s[0], 9)).isEqualTo("xy");
            assertThat(f.readText(s[1], 9)).isEqualTo("d");
        });
    }

    @Test
    void acceptedConnectionsKnowEachOther() throws Exception {
        inKernel(f -> {
            int server = listener(f, "/sock", 5);
            assertThat(f.files.stat("/sock").mode() & 0170000).isEqualTo(0140000);
            assertThat(option(f, server, SO_ACCEPTCONN)).isEqualTo(1);
            int client = connected(f, "/sock");
            f.write(client, "before accept");
            assertThat(f.poll(server, POLLIN)).isEqualTo(POLLIN);
            int accepted = f.channels.accept(f.id(), server, 0);
            assertThat(f.readText(accepted, 99)).isEqualTo("before accept");
            assertThat(f.channels.getsockname(f.id(), accepted)).isEqualTo(address("/sock"));
            assertThat(f.channels.getpeername(f.id(), client)).isEqualTo(address("/sock"));
            assertThat(f.channels.getpeername(f.id(), accepted)).isEqualTo(address(""));
            byte[] who = f.channels.getsockopt(f.id(), accepted, SOL_SOCKET, SO_PEERCRED);
            assertThat(Words.getInt(who, 0)).isEqualTo(1);
            assertThat(Words.getInt(who, 4)).isZero();
        });
    }

    @Test
    void acceptWaitsForAConnection() throws Exception {
        inKernel(f -> {
            int server = listener(f, "\0name", 5);
            Outcome<Integer> accept = f.background(() -> f.channels.accept(f.id(), server, SOCK_NONBLOCK));
            assertThat(accept.done()).isFalse();
            connected(f, "\0name");
            int accepted = accept.join();
            assertThat(f.vfs.statusFlags(f.id(), accepted) & SOCK_NONBLOCK).isEqualTo(SOCK_NONBLOCK);
            f.nonBlocking(server);
            assertThatThrownBy(() -> f.channels.accept(f.id(), server, 0)).isSameAs(Errno.EAGAIN);
        });
    }

    @Test
    void aFullBacklogMakesConnectWait() throws Exception {
        inKernel(f -> {
            int server = listener(f, "\0full", 0);
            connected(f, "\0full");
            int second = f.channels.socket(f.id(), AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);
            assertThatThrownBy(() -> f.channels.connect(f.id(), second, address("\0full"))).isSameAs(Errno.EAGAIN);
            Outcome<Integer> third = f.background(() -> connected(f, "\0full"));
            assertThat(third.done()).isFalse();
            f.channels.accept(f.id(), server, 0);
            third.join();
        });
    }

    @Test
    void connectFailsAsItShould() throws Exception {
        inKernel(f -> {
            int fd = f.channels.socket(f.id(), AF_UNIX, SOCK_STREAM, 0);
            assertThatThrownBy(() -> f.channels.connect(f.id(), fd, address("/none"))).isSameAs(Errno.ENOENT);
            assertThatThrownBy(() -> f.channels.connect(f.id(), fd, address("\0none"))).isSameAs(Errno.ECONNREFUSED);
            f.files.make("/file", "");
            assertThatThrownBy(() -> f.channels.connect(f.id(), fd, address("/file"))).isSameAs(Errno.ECONNREFUSED);
            int datagram = f.channels.socket(f.id(), AF_UNIX, SOCK_DGRAM, 0);
            f.channels.bind(f.id(), datagram, address("/datagram"));
            assertThatThrownBy(() -> f.channels.connect(f.id(), fd, address("/datagram"))).isSameAs(Errno.EPROTOTYPE);
            assertThatThrownBy(() -> f.channels.bind(f.id(), fd, address("/datagram"))).isSameAs(Errno.EADDRINUSE);
            assertThatThrownBy(() -> f.channels.listen(f.id(), fd, 1)).isSameAs(Errno.EINVAL);
            assertThatThrownBy(() -> f.channels.listen(f.id(), datagram, 1)).isSameAs(Errno.EOPNOTSUPP);
            listener(f, "/closed", 1);
            int user = f.files.user(7, 7);
            int theirs = f.channels.socket(user, AF_UNIX, SOCK_STREAM, 0);
            assertThatThrownBy(() -> f.channels.connect(user, theirs, address("/closed"))).isSameAs(Errno.EACCES);
            assertThatThrownBy(() -> f.send(fd, "x")).isSameAs(Errno.ENOTCONN);
            assertThatThrownBy(() -> f.read(fd, 1)).isSameAs(Errno.EINVAL);
        });
    }

    @Test
    void aBoundNameOutlivesItsSocketButRefuses() throws Exception {
        inKernel(f -> {
            int server = listener(f, "/left", 1);
            f.close(server);
            assertThat(f.files.exists("/left")).isTrue();
            int fd = f.channels.socket(f.id(), AF_UNIX, SOCK_STREAM, 0);
            assertThatThrownBy(() -> f.channels.connect(f.id(), fd, address("/left"))).isSameAs(Errno.ECONNREFUSED);
            int abstractOne = listener(f, "\0left", 1);
            f.close(abstractOne);
            listener(f, "\0left", 1);
        });
    }

    @Test
    void anEmptyAddressBindsToAnAbstractNameOfTheKernels() throws Exception {
        inKernel(f -> {
            int fd = f.channels.socket(f.id(), AF_UNIX, SOCK_STREAM, 0);
            f.channels.bind(f.id(), fd, address(""));
            byte[] name = f.channels.getsockname(f.id(), fd);
            assertThat(name).hasSize(8);
            assertThat(new String(name, 2, 6)).matches("\0[0-9a-f]{5}");
        });
    }

    @Test
    void closingGivesTheRestThenEndOfFile() throws Exception {
        inKernel(f -> {
            int[] s = pair(f);
            f.write(s[0], "last");
            f.close(s[0]);
            assertThat(f.poll(s[1], POLLIN)).isEqualTo(POLLIN | POLLHUP);
            assertThat(f.readText(s[1], 9)).isEqualTo("last");
            assertThat(f.readText(s[1], 9)).isEmpty();
            assertThatThrownBy(() -> f.write(s[1], "x")).isSameAs(Errno.EPIPE);
        });
    }

    @Test
    void closingWithUnreadBytesResetsTheOtherSide() throws Exception {
        inKernel(f -> {
            int[] s = pair(f);
            f.write(s[0], "never read");
            f.close(s[1]);
            assertThat(f.poll(s[0], 0)).isEqualTo(POLLERR | POLLHUP);
            assertThat(option(f, s[0], SO_ERROR)).isEqualTo(Errno.ECONNRESET.number());
            assertThat(option(f, s[0], SO_ERROR)).isZero();
        });
    }

    @Test
    void shutdownEndsOneDirection() throws Exception {
        inKernel(f -> {
            int[] s = pair(f);
            Outcome<String> reader = f.background(() -> f.readText(s[1], 5));
            f.channels.shutdown(f.id(), s[0], SHUT_WR);
            assertThat(reader.join()).isEmpty();
            assertThat(f.poll(s[1], POLLIN | POLLOUT | POLLRDHUP)).isEqualTo(POLLIN | POLLOUT | POLLRDHUP);
            assertThatThrownBy(() -> f.write(s[0], "x")).isSameAs(Errno.EPIPE);
            f.write(s[1], "back");
            assertThat(f.readText(s[0], 9)).isEqualTo("back");
            assertThatThrownBy(() -> f.channels.shutdown(f.id(), s[0], 3)).isSameAs(Errno.EINVAL);
        });
    }

    @Test
    void aFullBufferMakesWritersWait() throws Exception {
        inKernel(f -> {
            int[] s = pair(f);
            f.channels.setsockopt(f.id(), s[0], SOL_SOCKET, SO_SNDBUF, Words.ofInt(8192));
            assertThat(option(f, s[0], SO_SNDBUF)).isEqualTo(16384);
            Outcome<Long> writer = f.background(() -> f.write(s[0], new byte[40_000]));
            assertThat(writer.done()).isFalse();
            assertThat(f.poll(s[0], POLLOUT)).isZero();
            int got = 0;
            while (got < 40_000) {
                got += f.read(s[1], 10_000).length;
            }
            assertThat(writer.join()).isEqualTo(40_000);
            assertThat(f.poll(s[0], POLLOUT)).isEqualTo(POLLOUT);
        });
    }

    @Test
    void peekLeavesAndWaitallWaits() throws Exception {
        inKernel(f -> {
            int[] s = pair(f);
            f.write(s[0], "abc");
            assertThat(f.receive(s[1], 2, 0, MSG_PEEK).text()).isEqualTo("ab");
            Outcome<String> all = f.background(() -> f.receive(s[1], 5, 0, MSG_WAITALL).text());
            assertThat(all.done()).isFalse();
            f.write(s[0], "def");
            assertThat(all.join()).isEqualTo("abcde");
            assertThat(f.receive(s[1], 5, 0, MSG_DONTWAIT).text()).isEqualTo("f");
            assertThatThrownBy(() -> f.receive(s[1], 5, 0, MSG_DONTWAIT)).isSameAs(Errno.EAGAIN);
        });
    }

    @Test
    void receiveTimesOut() throws Exception {
        inKernel(f -> {
            int[] s = pair(f);
            byte[] timeval = new byte[16];
            Words.putLong(timeval, 8, 2000);
            f.channels.setsockopt(f.id(), s[0], SOL_SOCKET, SO_RCVTIMEO, timeval);
            assertThatThrownBy(() -> f.read(s[0], 1)).isSameAs(Errno.EAGAIN);
            assertThat(f.channels.getsockopt(f.id(), s[0], SOL_SOCKET, SO_RCVTIMEO)).isEqualTo(timeval);
        });
    }

    @Test
    void optionsTellTheKind() throws Exception {
        inKernel(f -> {
            int[] s = pair(f);
            assertThat(option(f, s[0], SO_TYPE)).isEqualTo(SOCK_STREAM);
            assertThat(option(f, s[0], SO_DOMAIN)).isEqualTo(AF_UNIX);
            assertThat(option(f, s[0], SO_ACCEPTCONN)).isZero();
            assertThatThrownBy(() -> option(f, s[0], 9999)).isSameAs(Errno.ENOPROTOOPT);
            int[] p = f.channels.pipe(f.id(), 0);
            assertThatThrownBy(() -> option(f, p[0], SO_TYPE)).isSameAs(Errno.ENOTSOCK);
        });
    }

    @Test
    void largeTransfersGoThroughUnchanged() throws Exception {
        long seed = 7;
        inKernel(f -> {
            int[] s = pair(f);
            byte[] sent = new byte[1_500_001];
            new Random(seed).nextBytes(sent);
            f.background(() -> {
                f.write(s[0], sent);
                f.close(s[0]);
                return null;
            });
            ByteArrayOutputStream got = new ByteArrayOutputStream();
            Random sizes = new Random(seed + 1);
            byte[] piece;
            do {
                piece = f.read(s[1], 1 + sizes.nextInt(50_000));
                got.writeBytes(piece);
            } while (piece.length > 0);
            assertThat(got.toByteArray()).as("seed %d", seed).isEqualTo(sent);
        });
    }
}
