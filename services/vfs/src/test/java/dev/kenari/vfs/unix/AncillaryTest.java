package dev.kenari.vfs.unix;

import static dev.kenari.abi.Sockets.AF_UNIX;
import static dev.kenari.abi.Sockets.MSG_CMSG_CLOEXEC;
import static dev.kenari.abi.Sockets.MSG_CTRUNC;
import static dev.kenari.abi.Sockets.MSG_PEEK;
import static dev.kenari.abi.Sockets.SCM_CREDENTIALS;
import static dev.kenari.abi.Sockets.SOCK_DGRAM;
import static dev.kenari.abi.Sockets.SOCK_STREAM;
import static dev.kenari.abi.Sockets.SOL_SOCKET;
import static dev.kenari.abi.Sockets.SO_PASSCRED;
import static dev.kenari.vfs.ChannelFixture.inKernel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.abi.Poll;
import dev.kenari.abi.Words;
import dev.kenari.vfs.ChannelFixture;
import dev.kenari.vfs.ChannelFixture.Received;
import org.junit.jupiter.api.Test;

/** unix(7), "Ancillary messages", and the garbage of descriptors in flight. */
class AncillaryTest {
    private static final byte[] NONE = new byte[0];

    private static int[] pair(ChannelFixture f) throws Errno {
        return f.channels.socketpair(f.id(), AF_UNIX, SOCK_STREAM, 0);
    }

    @Test
    void descriptorsArriveAsNewOnes() throws Exception {
        inKernel(f -> {
            int[] s = pair(f);
            int[] p = f.channels.pipe(f.id(), 0);
            f.send(s[0], "take", NONE, Control.rights(p[0], p[1]), 0);
            f.close(p[0]);
            f.close(p[1]);
            Received got = f.receive(s[1], 9, 64, MSG_CMSG_CLOEXEC);
            assertThat(got.text()).isEqualTo("take");
            int[] fds = Control.rights(got.message().control(), 0);
            assertThat(fds).hasSize(2);
            assertThat(f.vfs.descriptorFlags(f.id(), fds[0])).isEqualTo(Fcntl.FD_CLOEXEC);
            f.write(fds[1], "through");
            assertThat(f.readText(fds[0], 9)).isEqualTo("through");
        });
    }

    @Test
    void withoutRoomDescriptorsAreClosed() throws Exception {
        inKernel(f -> {
            int[] s = pair(f);
            int[] p = f.channels.pipe(f.id(), 0);
            f.send(s[0], "x", NONE, Control.rights(p[0]), 0);
            f.close(p[0]);
            assertThat(f.poll(p[1], Poll.POLLOUT)).isEqualTo(Poll.POLLOUT);
            Received got = f.receive(s[1], 9, 16, 0);
            assertThat(got.message().flags() & MSG_CTRUNC).isEqualTo(MSG_CTRUNC);
            assertThat(f.poll(p[1], Poll.POLLOUT)).isEqualTo(Poll.POLLOUT | Poll.POLLERR);
        });
    }

    @Test
    void aPlainReadClosesDescriptors() throws Exception {
        inKernel(f -> {
            int[] s = pair(f);
            int[] p = f.channels.pipe(f.id(), 0);
            f.send(s[0], "x", NONE, Control.rights(p[0]), 0);
            f.close(p[0]);
            f.read(s[1], 9);
            assertThat(f.poll(p[1], 0)).isEqualTo(Poll.POLLERR);
        });
    }

    @Test
    void descriptorsEndAReceiveFromAStream() throws Exception {
        inKernel(f -> {
            int[] s = pair(f);
            int fd = f.channels.eventfd(f.id(), 0, 0);
            f.send(s[0], "ab");
            f.send(s[0], "cd", NONE, Control.rights(fd), 0);
            f.send(s[0], "ef");
            Received peeked = f.receive(s[1], 9, 64, MSG_PEEK);
            assertThat(peeked.text()).isEqualTo("abcd");
            assertThat(Control.rights(peeked.message().control(), 0)).hasSize(1);
            Received got = f.receive(s[1], 9, 64, 0);
            assertThat(got.text()).isEqualTo("abcd");
            assertThat(Control.rights(got.message().control(), 0)).hasSize(1);
            assertThat(f.readText(s[1], 9)).isEqualTo("ef");
        });
    }

    @Test
    void credentialsComeToWhoAsks() throws Exception {
        inKernel(f -> {
            int[] s = f.channels.socketpair(f.id(), AF_UNIX, SOCK_DGRAM, 0);
            f.channels.setsockopt(f.id(), s[1], SOL_SOCKET, SO_PASSCRED, Words.ofInt(1));
            f.send(s[0], "x");
            byte[] control = f.receive(s[1], 9, 64, 0).message().control();
            assertThat(Words.getLong(control, 0)).isEqualTo(28);
            assertThat(Words.getInt(control, 12)).isEqualTo(SCM_CREDENTIALS);
            assertThat(Words.getInt(control, 16)).isEqualTo(1);
            f.send(s[0], "x", NONE, Control.credentials(4, 5, 6), 0);
            control = f.receive(s[1], 9, 64, 0).message().control();
            assertThat(Words.getInt(control, 16)).isEqualTo(4);
            assertThat(Words.getInt(control, 24)).isEqualTo(6);
        });
    }

    @Test
    void onlyTheMightyLieAboutThemselves() throws Exception {
        inKernel(f -> {
            int user = f.files.user(1000, 1000);
            int[] s = f.channels.socketpair(user, AF_UNIX, SOCK_DGRAM, 0);
            assertThatThrownBy(() -> f.send(user, s[0], "x", NONE, Control.credentials(1100, 0, 1000), 0))
                    .isSameAs(Errno.EPERM);
            assertThatThrownBy(() -> f.send(user, s[0], "x", NONE, Control.credentials(1, 1000, 1000), 0))
                    .isSameAs(Errno.EPERM);
            f.send(user, s[0], "x", NONE, Control.credentials(1100, 1000, 1000), 0);
        });
    }

    @Test
    void brokenControlMessagesAreRefused() throws Exception {
        inKernel(f -> {
            int[] s = pair(f);
            assertThatThrownBy(() -> f.send(s[0], "x", NONE, Control.rights(99), 0)).isSameAs(Errno.EBADF);
            byte[] tooLong = Control.rights(s[0]);
            Words.putLong(tooLong, 0, 1000);
            assertThatThrownBy(() -> f.send(s[0], "x", NONE, tooLong, 0)).isSameAs(Errno.EINVAL);
            byte[] tooShort = Control.rights(s[0]);
            Words.putLong(tooShort, 0, 15);
            assertThatThrownBy(() -> f.send(s[0], "x", NONE, tooShort, 0)).isSameAs(Errno.EINVAL);
            byte[] negative = Control.rights(s[0]);
            Words.putLong(negative, 0, -1);
            assertThatThrownBy(() -> f.send(s[0], "x", NONE, negative, 0)).isSameAs(Errno.EINVAL);
            assertThatThrownBy(() -> f.send(s[0], "x", NONE, Control.rights(new int[254]), 0)).isSameAs(Errno.EINVAL);
        });
    }

    @Test
    void circlesOfSocketsInFlightAreCollected() throws Exception {
        inKernel(f -> {
            int[] p = f.channels.pipe(f.id(), 0);
            int[] s = pair(f);
            f.send(s[0], "x", NONE, Control.rights(s[1], p[0]), 0);
            f.send(s[1], "x", NONE, Control.rights(s[0]), 0);
            f.close(p[0]);
            assertThat(f.poll(p[1], 0)).isZero();
            f.close(s[0]);
            f.close(s[1]);
            f.close(pair(f)[0]);
            // Sockets that only each other's inbox held took the reading end with them.
            assertThat(f.poll(p[1], 0)).isEqualTo(Poll.POLLERR);
        });
    }

    @Test
    void whatCanStillBeReceivedIsKept() throws Exception {
        inKernel(f -> {
            int[] outer = pair(f);
            int[] inner = pair(f);
            f.send(inner[0], "inside", NONE, Control.rights(inner[1]), 0);
            f.send(outer[0], "x", NONE, Control.rights(inner[1]), 0);
            f.close(inner[1]);
            f.close(inner[0]);
            int[] fds = Control.rights(f.receive(outer[1], 9, 64, 0).message().control(), 0);
            assertThat(f.readText(fds[0], 9)).isEqualTo("inside");
        });
    }

    @Test
    void longChainsOfSocketsInSocketsComeApart() throws Exception {
        inKernel(f -> {
            int[] held = pair(f);
            int[] p = f.channels.pipe(f.id(), 0);
            f.send(held[0], "x", NONE, Control.rights(p[0]), 0);
            f.close(p[0]);
            f.close(held[0]);
            int last = held[1];
            for (int i = 0; i < 10_000; i++) {
                int[] next = pair(f);
                f.send(next[0], "x", NONE, Control.rights(last), 0);
                f.close(last);
                f.close(next[0]);
                last = next[1];
            }
            f.close(last);
            assertThat(f.poll(p[1], 0)).isEqualTo(Poll.POLLERR);
        });
    }
}
