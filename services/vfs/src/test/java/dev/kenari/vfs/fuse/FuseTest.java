package dev.kenari.vfs.fuse;

import static dev.kenari.vfs.ChannelFixture.inKernel;
import static dev.kenari.vfs.Files.CWD;
import static dev.kenari.vfs.Files.expect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.abi.Poll;
import dev.kenari.kernel.task.Task;
import dev.kenari.machine.fuse.Fuse;
import dev.kenari.vfs.Caller;
import dev.kenari.vfs.ChannelFixture;
import dev.kenari.vfs.ChannelFixture.Outcome;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FuseTest {
    private static final int FILE = 2;
    private static final int MODE = 0100644;

    /** A daemon with one file, {@code f}, that answers what the test lets it. */
    private static final class Daemon {
        final ChannelFixture f;
        final int fd;
        byte[] content = "hello".getBytes();
        int openFlags;
        int reads;
        int silentAbout = -1;
        int lastForgotten;
        int rootMode = 040755;
        int rootOwner;
        int initFlags;
        int flushError = Errno.ENOSYS.number();
        int forgotten;
        String asked;
        /** Who asked for attributes last. */
        int lastUser = -1;
        /** Who made the last directory. */
        int made = -1;

        Daemon(ChannelFixture f) throws Errno {
            this(f, "rootmode=40755,user_id=0,group_id=0");
        }

        Daemon(ChannelFixture f, String options) throws Errno {
            this.f = f;
            f.vfs.mkdirat(f.id(), CWD, "/m", 0755);
            fd = f.files.open("/dev/fuse", Fcntl.O_RDWR);
            expect(Errno.EPERM, () -> f.read(fd, 65536));
            f.vfs.mount(f.id(), "me", "/m", "fuse.test", 0, "fd=" + fd + "," + options);
        }

        Outcome<Void> serve() {
            return f.background(() -> {
                try {
                    while (true) {
                        answer(f.read(fd, 1 << 17));
                    }
                } catch (Errno e) {
                    return null;
                }
            });
        }

        void answer(byte[] request) throws Errno {
            ByteBuffer in = ByteBuffer.wrap(request).order(ByteOrder.LITTLE_ENDIAN);
            int opcode = in.getInt(4);
            long unique = in.getLong(8);
            long node = in.getLong(16);
            in.position(Fuse.IN_HEADER);
            lastUser = opcode == Fuse.LOOKUP || opcode == Fuse.GETATTR ? in.getInt(24) : lastUser;
            if (opcode == silentAbout) {
                return;
            }
            switch (opcode) {
                case Fuse.INIT -> reply(unique, 0, body(64).putInt(7).putInt(31).putInt(0).putInt(initFlags).putInt(0).putInt(4096));
                case Fuse.LOOKUP -> {
                    if (request.length == Fuse.IN_HEADER + 2 && request[Fuse.IN_HEADER] == 'f') {
                        ByteBuffer out = body(Fuse.ENTRY_OUT).putLong(FILE).putLong(0).putLong(0).putLong(0).putLong(0);
                        reply(unique, 0, attributes(out, FILE));
                    } else {
                        reply(unique, -2, body(0));
                    }
                }
                case Fuse.GETATTR -> reply(unique, 0, attributes(body(16 + Fuse.ATTRIBUTES).putLong(0).putLong(0), node));
                case Fuse.OPEN -> reply(unique, 0, body(16).putLong(77).putInt(openFlags));
                case Fuse.READ -> {
                    reads++;
                    in.getLong();
                    int from = (int) Math.min(in.getLong(), content.length);
                    int length = Math.min(in.getInt(), content.length - from);
                    reply(unique, 0, body(length).put(content, from, length));
                }
                case Fuse.WRITE -> {
                    assertThat(in.getLong()).isEqualTo(77);
                    int at = (int) in.getLong();
                    int length = in.getInt();
                    content = Arrays.copyOf(content, Math.max(content.length, at + length));
                    in.position(Fuse.IN_HEADER + 40).get(content, at, length);
                    reply(unique, 0, body(8).putInt(length));
                }
                case Fuse.SETATTR -> {
                    content = Arrays.copyOf(content, (int) in.getLong(Fuse.IN_HEADER + 16));
                    reply(unique, 0, attributes(body(16 + Fuse.ATTRIBUTES).putLong(0).putLong(0), node));
                }
                case Fuse.MKDIR -> {
                    made = in.getInt(24);
                    ByteBuffer out = body(Fuse.ENTRY_OUT).putLong(3).putLong(0).putLong(0).putLong(0).putLong(0);
                    reply(unique, 0, attributes(out, 3));
                }
                case Fuse.ACCESS -> {
                    asked = in.getInt(24) + " " + in.getInt();
                    reply(unique, -Errno.EACCES.number(), body(0));
                }
                case Fuse.FLUSH -> reply(unique, -flushError, body(0));
                case Fuse.OPENDIR -> reply(unique, 0, body(16).putLong(78));
                case Fuse.READDIRPLUS -> {
                    // Names that nobody will ask for.
                    boolean first = in.getLong(Fuse.IN_HEADER + 8) == 0;
                    ByteBuffer out = body(first ? 3 * 160 : 0);
                    for (int i = 10; first && i < 13; i++) {
                        int start = out.position();
                        attributes(out.putLong(i).putLong(0).putLong(0).putLong(0).putLong(0), i);
                        out.position(start + Fuse.ENTRY_OUT).putLong(i).putLong(i).putInt(2).putInt(4).put((byte) 'n').put((byte) i);
                        out.position(start + 160);
                    }
                    reply(unique, 0, out);
                }
                case Fuse.BATCH_FORGET -> forgotten += in.getInt();
                case Fuse.IOCTL -> {
                    int size = in.getInt(Fuse.IN_HEADER + 28);
                    reply(unique, 0, body(16 + size).putInt(5).putInt(0).putLong(0).putLong(request[Fuse.IN_HEADER + 32]));
                }
                case Fuse.FORGET -> lastForgotten = (int) node;
                case Fuse.INTERRUPT -> {
                    // The request that was interrupted: as a daemon that gave up would.
                    reply(in.getLong(), -Errno.EINTR.number(), body(0));
                }
                default -> reply(unique, -Errno.ENOSYS.number(), body(0));
            }
        }

        private ByteBuffer attributes(ByteBuffer out, long node) {
            int at = out.position();
            out.putLong(node).putLong(node == FILE ? content.length : 0).putLong(1);
            out.position(at + 60).putInt(node == FILE ? MODE : rootMode).putInt(1).putInt(rootOwner).putInt(0).putInt(0).putInt(512);
            return out;
        }

        private static ByteBuffer body(int length) {
            return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        }

        void reply(long unique, int error, ByteBuffer body) throws Errno {
            byte[] all = ByteBuffer.allocate(Fuse.OUT_HEADER + body.capacity()).order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(Fuse.OUT_HEADER + body.capacity()).putInt(error).putLong(unique).put(body.array()).array();
            f.write(fd, all);
        }
    }

    @Test
    void readsThroughThePageCacheAndWritesThroughToTheDaemon() throws Exception {
        inKernel(f -> {
            Daemon daemon = new Daemon(f);
            daemon.serve();
            assertThat(f.files.stat("/m/f").mode()).isEqualTo(MODE);
            int fd = f.files.open("/m/f", Fcntl.O_RDWR);
            assertThat(f.files.read(fd, 100)).isEqualTo("hello");
            int reads = daemon.reads;
            f.vfs.lseek(f.id(), fd, 0, Fcntl.SEEK_SET);
            assertThat(f.files.read(fd, 100)).isEqualTo("hello");
            assertThat(daemon.reads).isEqualTo(reads);
            f.vfs.writeBytes(f.id(), fd, "J".getBytes(), 0);
            assertThat(new String(daemon.content)).isEqualTo("Jello");
            f.vfs.writeBytes(f.id(), fd, "x".repeat(10_000).getBytes(), 3);
            assertThat(daemon.content).hasSize(10_003);
            assertThat(new String(f.vfs.readBytes(f.id(), fd, 6, 0))).isEqualTo("Jelxxx");
            f.vfs.ftruncate(f.id(), fd, 2);
            assertThat(new String(f.vfs.readBytes(f.id(), fd, 6, 0))).isEqualTo("Je");
            f.close(fd);
            assertThat(f.files.exists("/m/none")).isFalse();
        });
    }

    @Test
    void aMappedPageThatWasWrittenReachesTheDaemon() throws Exception {
        inKernel(f -> {
            Daemon daemon = new Daemon(f);
            daemon.serve();
            int fd = f.files.open("/m/f", Fcntl.O_RDWR);
            var mapped = f.vfs.map(f.id(), fd, 3, true, 0, 4096);
            var object = f.kernel.objects().find(mapped.object());
            f.kernel.frames().memory().write(object.writableFrame(0), "M".getBytes(), 0, 1);
            f.vfs.fsync(f.id(), fd, false);
            assertThat(new String(daemon.content)).isEqualTo("Mello");
        });
    }

    @Test
    void aDaemonThatWantsEveryReadGetsIt() throws Exception {
        inKernel(f -> {
            Daemon daemon = new Daemon(f);
            daemon.openFlags = Fuse.OPEN_DIRECT_IO;
            daemon.serve();
            int fd = f.files.open("/m/f", Fcntl.O_RDWR);
            assertThat(f.files.read(fd, 100)).isEqualTo("hello");
            daemon.content = "other".getBytes();
            assertThat(new String(f.vfs.readBytes(f.id(), fd, 9, 0))).isEqualTo("other");
            expect(Errno.ENODEV, () -> f.vfs.map(f.id(), fd, 3, true, 0, 4096));
        });
    }

    @Test
    void withoutADaemonNothingHangs() throws Exception {
        inKernel(f -> {
            Daemon daemon = new Daemon(f);
            Outcome<Boolean> waits = f.background(() -> f.files.exists("/m/f"));
            assertThat(waits.done()).isFalse();
            assertThat(f.poll(daemon.fd, Poll.POLLIN)).isEqualTo(Poll.POLLIN);
            f.close(daemon.fd);
            expect(Errno.ENOTCONN, waits::join);
            expect(Errno.ENOTCONN, () -> f.files.stat("/m/f"));
            expect(Errno.ENOTCONN, () -> f.files.stat("/m"));
            f.vfs.umount2(f.id(), "/m", 0);
            assertThat(f.files.exists("/m/f")).isFalse();
        });
    }

    @Test
    void aStuckDaemonIsCutOff() throws Exception {
        inKernel(f -> {
            Daemon daemon = new Daemon(f);
            daemon.silentAbout = Fuse.LOOKUP;
            daemon.serve();
            f.vfs.mkdirat(f.id(), CWD, "/c", 0755);
            f.vfs.mount(f.id(), "none", "/c", "fusectl", 0, null);
            Outcome<Boolean> waits = f.background(() -> f.files.exists("/m/f"));
            assertThat(waits.done()).isFalse();
            assertThat(f.files.list("/c/1")).containsExactly(".", "..", "waiting", "abort");
            assertThat(f.files.content("/c/1/waiting")).isEqualTo("1\n");
            f.files.make("/c/1/abort", "1");
            expect(Errno.ENOTCONN, waits::join);
            f.vfs.umount2(f.id(), "/m", 0);
            assertThat(f.files.list("/c")).containsExactly(".", "..");
        });
    }

    @Test
    void theDaemonHearsThatItIsUnmounted() throws Exception {
        inKernel(f -> {
            Daemon daemon = new Daemon(f);
            Outcome<Void> serves = daemon.serve();
            assertThat(f.files.content("/m/f")).isEqualTo("hello");
            f.vfs.umount2(f.id(), "/m", 0);
            serves.join();
            expect(Errno.ENODEV, () -> f.read(daemon.fd, 65536));
        });
    }

    @Test
    void nobodyButTheMounterComesInUnlessAllowed() throws Exception {
        inKernel(f -> {
            Daemon daemon = new Daemon(f);
            daemon.serve();
            int user = f.files.user(1000, 1000);
            expect(Errno.EACCES, () -> f.vfs.fstatat(user, CWD, "/m/f", 0));
        });
    }

    /** fusermount3 passes the type of the root only. */
    @Test
    void theRootsPermissionsAreTheDaemonsNotTheMounts() throws Exception {
        inKernel(f -> {
            int user = f.files.user(1000, 1000);
            Daemon daemon = new Daemon(f, "rootmode=40000,user_id=1000,group_id=1000,default_permissions");
            daemon.rootOwner = 1000;
            daemon.serve();
            f.vfs.mkdirat(user, CWD, "/m/d", 0700);
            assertThat(daemon.made).isEqualTo(1000);
            daemon.rootMode = 040500;
            expect(Errno.EACCES, () -> f.vfs.mkdirat(user, CWD, "/m/e", 0700));
        });
    }

    /** As after bindfs, which leaves its caller before it answers. */
    @Test
    void whoComesBeforeTheDaemonAnswersWaitsForIt() throws Exception {
        inKernel(f -> {
            int user = f.files.user(1000, 1000);
            Daemon daemon = new Daemon(f, "rootmode=40000,user_id=1000,group_id=1000,default_permissions");
            daemon.rootOwner = 1000;
            Outcome<Void> early = f.background(() -> {
                f.vfs.mkdirat(user, CWD, "/m/d", 0700);
                return null;
            });
            daemon.serve();
            early.join();
            assertThat(daemon.made).isEqualTo(1000);
        });
    }

    @Test
    void theDaemonHearsWhoAsks() throws Exception {
        inKernel(f -> {
            int user = f.files.user(1000, 1001);
            Daemon daemon = new Daemon(f, "rootmode=40755,user_id=0,group_id=0,allow_other");
            daemon.serve();
            expect(Errno.EACCES, () -> f.vfs.faccessat(user, CWD, "/m/f", 2, 0));
            assertThat(daemon.asked).isEqualTo("1000 2");
            expect(Errno.EACCES, () -> f.vfs.chdir(user, "/m"));
            assertThat(daemon.asked).isEqualTo("1000 1");
            f.background(() -> {
                Task.current().setPersonality((Caller) () -> user);
                return f.files.stat("/m/f");
            }).join();
            assertThat(daemon.lastUser).isEqualTo(1000);
            f.files.stat("/m/f");
            assertThat(daemon.lastUser).isZero();
        });
    }

    @Test
    void closeReturnsWhatFlushSays() throws Exception {
        inKernel(f -> {
            Daemon daemon = new Daemon(f);
            daemon.flushError = Errno.ENOSPC.number();
            daemon.serve();
            int fd = f.files.open("/m/f", Fcntl.O_RDWR);
            expect(Errno.ENOSPC, () -> f.close(fd));
            expect(Errno.EBADF, () -> f.close(fd));
            daemon.flushError = Errno.ENOSYS.number();
            f.close(f.files.open("/m/f", Fcntl.O_RDWR));
        });
    }

    @Test
    void anIoctlMovesAsMuchAsItsNumberSays() throws Exception {
        inKernel(f -> {
            Daemon daemon = new Daemon(f);
            daemon.serve();
            int fd = f.files.open("/m/f", Fcntl.O_RDWR);
            f.files.poke(0, "Q");
            int readsAndWrites8 = 0xC008_6601;
            assertThat(f.vfs.ioctl(f.id(), fd, readsAndWrites8, 0, f.files.memory(0, 8))).isEqualTo(5);
            assertThat(f.files.peek(0, 8)).isEqualTo("Q\0\0\0\0\0\0\0");
            int directory = f.files.open("/m", Fcntl.O_RDONLY | Fcntl.O_DIRECTORY);
            assertThat(f.vfs.ioctl(f.id(), directory, readsAndWrites8, 0, f.files.memory(0, 8))).isEqualTo(5);
        });
    }

    @Test
    void whatAListingNamedIsForgottenAgain() throws Exception {
        inKernel(f -> {
            Daemon daemon = new Daemon(f);
            daemon.initFlags = Fuse.INIT_READDIRPLUS;
            daemon.serve();
            assertThat(f.files.list("/m")).hasSize(5);
            f.letOthersRun();
            assertThat(daemon.forgotten).isEqualTo(3);
        });
    }

    @Test
    void repliesThatAreNoneAreRefused() throws Exception {
        inKernel(f -> {
            Daemon daemon = new Daemon(f);
            daemon.answer(f.read(daemon.fd, 1 << 17));
            expect(Errno.EINVAL, () -> f.write(daemon.fd, new byte[3]));
            expect(Errno.EINVAL, () -> f.write(daemon.fd, new byte[16]));
            expect(Errno.ENOENT, () -> daemon.reply(4444, 0, ByteBuffer.allocate(0)));
            expect(Errno.EINVAL, () -> daemon.reply(4444, 5, ByteBuffer.allocate(0)));
            expect(Errno.EINVAL, () -> f.read(daemon.fd, 4096));
            expect(Errno.EINVAL, () -> f.vfs.mount(f.id(), "x", "/m", "fuse", 0, "fd=99,rootmode=40000"));
        });
    }
}
