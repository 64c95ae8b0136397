package dev.kenari.vfs.fuse;

import static dev.kenari.vfs.ChannelFixture.inKernel;
import static dev.kenari.vfs.Files.CWD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.abi.FileMode;
import dev.kenari.abi.Poll;
import dev.kenari.machine.fuse.Fuse;
import dev.kenari.vfs.ChannelFixture;
import dev.kenari.vfs.ChannelFixture.Outcome;
import dev.kenari.vfs.ChannelFixture.Work;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A daemon that lies: replies of the right form with wild fields, replies of any form, to requests nobody made, notifications.
 * Whatever it says, each call ends, with a result or an errno.
 */
@Tag("slow")
class FuseFuzzTest {
    private static final int CALLS = 250;
    private static final int MOST_REQUESTS = 400;
    /** Turns of the others in which a call may go without asking for anything. */
    private static final int MOST_SILENT_TURNS = 1000;

    private final long seed = Long.getLong("kenari.seed", new Random().nextLong());
    private Random random;
    private ChannelFixture f;
    private int device;

    @Test
    void aDaemonMaySayAnything() throws Exception {
        inKernel(fixture -> {
            f = fixture;
            random = new Random(seed);
            f.vfs.mkdirat(f.id(), CWD, "/m", 0755);
            device = f.files.open("/dev/fuse", Fcntl.O_RDWR);
            f.vfs.mount(f.id(), "x", "/m", "fuse", 0, "fd=" + device + ",rootmode=40000,user_id=0,group_id=0,default_permissions");
            byte[] init = f.read(device, 1 << 17);
            ByteBuffer agreed = body(Fuse.INIT_OUT).putInt(7).putInt(31).putInt(0).putInt(-1).putInt(0).putInt(random.nextInt());
            reply(unique(init), 0, agreed);
            for (int i = 0; i < CALLS; i++) {
                Outcome<Object> asked = f.background(call());
                int requests = 0;
                int silent = 0;
                while (!asked.done() && requests < MOST_REQUESTS) {
                    if (f.poll(device, Poll.POLLIN) != 0) {
                        answer(f.read(device, 1 << 17));
                        requests++;
                        silent = 0;
                    }
                    assertThat(silent++).as("-Dkenari.seed=%d: a call waits for nothing", seed).isLessThan(MOST_SILENT_TURNS);
                    f.letOthersRun();
                }
                if (!asked.done()) {
                    // It goes on asking as long as it is told of more: but not without its daemon.
                    break;
                }
            }
            f.close(device);
            f.letOthersRun();
            f.vfs.umount2(f.id(), "/m", 2);
            f.files.make("/still", "here");
            assertThat(f.files.content("/still")).as("-Dkenari.seed=%d", seed).isEqualTo("here");
        });
    }

    private Work<Object> call() {
        String path = "/m" + "/a".repeat(random.nextInt(3));
        String other = "/m/b";
        int id = f.id();
        long at = random.nextLong() >>> random.nextInt(64);
        return switch (random.nextInt(16)) {
            case 0 -> () -> f.files.list(path);
            case 1 -> () -> done(() -> f.vfs.mkdirat(id, CWD, path, 0700));
            case 2 -> () -> done(() -> f.vfs.unlinkat(id, CWD, path, 0));
            case 3 -> () -> done(() -> f.vfs.renameat2(id, CWD, path, CWD, other, 0));
            case 4 -> () -> done(() -> f.vfs.linkat(id, CWD, path, CWD, other, 0));
            case 5 -> () -> f.vfs.readlinkat(id, CWD, path);
            case 6 -> () -> done(() -> f.vfs.symlinkat(id, "a", CWD, path));
            case 7 -> () -> done(() -> f.vfs.faccessat(id, CWD, path, 7, 0));
            case 8 -> () -> done(() -> f.vfs.fchmodat(id, CWD, path, 0600, 0));
            case 9, 10, 11 -> () -> open(path, at);
            default -> () -> f.files.stat(path);
        };
    }

    private Object open(String path, long at) throws Errno {
        // The daemon may call it a pipe, which nobody writes to.
        int fd = f.files.open(path, Fcntl.O_RDWR | Fcntl.O_CREAT | Fcntl.O_NONBLOCK);
        try {
            f.files.read(fd, 10_000);
            f.vfs.writeBytes(f.id(), fd, new byte[5000], at & Long.MAX_VALUE >>> 1);
            f.vfs.lseek(f.id(), fd, at, Fcntl.SEEK_DATA);
            f.vfs.ioctl(f.id(), fd, 0xC008_6601, 0, f.files.memory(0, 8));
            f.vfs.ftruncate(f.id(), fd, at);
            f.vfs.fsync(f.id(), fd, false);
        } finally {
            f.close(fd);
        }
        return null;
    }

    private interface Step {
        void run() throws Errno;
    }

    private static Object done(Step step) throws Errno {
        step.run();
        return null;
    }

    private void answer(byte[] request) throws Errno {
        if (random.nextInt(20) == 0) {
            notification();
        }
        int kind = random.nextInt(10);
        if (kind == 0) {
            reply(random.nextLong(), 0, body(random.nextInt(100)));
        }
        if (kind == 1) {
            byte[] garbage = new byte[random.nextInt(300)];
            random.nextBytes(garbage);
            send(garbage);
            reply(unique(request), 0, ByteBuffer.wrap(garbage));
        } else if (kind == 2) {
            reply(unique(request), -1 - random.nextInt(200), body(0));
        } else {
            reply(unique(request), 0, plausible(request));
        }
    }

    /** What a daemon would say, but for some bytes. */
    private ByteBuffer plausible(byte[] request) {
        ByteBuffer in = ByteBuffer.wrap(request).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer out = switch (in.getInt(4)) {
            case Fuse.GETATTR, Fuse.SETATTR -> attributes(body(16 + Fuse.ATTRIBUTES).putLong(random.nextInt(2)).putLong(0));
            case Fuse.LOOKUP, Fuse.MKNOD, Fuse.MKDIR, Fuse.SYMLINK, Fuse.LINK -> entry(body(Fuse.ENTRY_OUT));
            case Fuse.CREATE -> entry(body(Fuse.ENTRY_OUT + 16));
            case Fuse.OPEN, Fuse.OPENDIR -> body(16).putLong(1).putInt(random.nextInt(32));
            case Fuse.READ -> body(random.nextInt(in.getInt(Fuse.IN_HEADER + 16) + 2));
            case Fuse.WRITE -> body(8).putInt(in.getInt(Fuse.IN_HEADER + 16));
            case Fuse.READLINK -> body(3).put("/m/".getBytes());
            case Fuse.READDIR -> directory(0);
            case Fuse.READDIRPLUS -> directory(Fuse.ENTRY_OUT);
            case Fuse.STATFS -> body(80);
            case Fuse.IOCTL -> body(16 + random.nextInt(10));
            default -> body(0);
        };
        for (int flips = random.nextInt(3); flips > 0 && out.capacity() > 0; flips--) {
            out.put(random.nextInt(out.capacity()), (byte) random.nextInt());
        }
        return out;
    }

    private ByteBuffer directory(int attributes) {
        int record = attributes + Fuse.DIRENT + 8;
        ByteBuffer out = body(record * random.nextInt(4));
        for (int at = 0; at < out.capacity(); at += record) {
            if (attributes > 0) {
                entry(out.position(at));
            }
            out.position(at + attributes).putLong(2).putLong(random.nextInt(4)).putInt(1 + random.nextInt(8)).putInt(4);
            out.put((byte) ('a' + random.nextInt(3)));
        }
        return out;
    }

    private ByteBuffer entry(ByteBuffer out) {
        // Few nodes: names lead in circles.
        return attributes(out.putLong(random.nextInt(5)).putLong(0).putLong(random.nextInt(2)).putLong(0).putLong(0));
    }

    private ByteBuffer attributes(ByteBuffer out) {
        int at = out.position();
        out.putLong(random.nextInt(5)).putLong(random.nextLong() >>> random.nextInt(64)).putLong(1);
        int type = switch (random.nextInt(16)) {
            case 0 -> FileMode.S_IFIFO;
            case 1, 2, 3, 4 -> FileMode.S_IFREG;
            default -> FileMode.S_IFDIR;
        };
        out.putInt(at + 60, type | 0755).putInt(at + 64, random.nextInt(3));
        return out;
    }

    private void notification() {
        byte[] bytes = new byte[random.nextInt(60)];
        random.nextBytes(bytes);
        ByteBuffer all = body(Fuse.OUT_HEADER + bytes.length).putInt(Fuse.OUT_HEADER + bytes.length);
        send(all.putInt(random.nextInt(9)).putLong(0).put(bytes).array());
    }

    private static long unique(byte[] request) {
        return ByteBuffer.wrap(request).order(ByteOrder.LITTLE_ENDIAN).getLong(8);
    }

    private static ByteBuffer body(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void reply(long unique, int error, ByteBuffer body) {
        int length = Fuse.OUT_HEADER + (error == 0 ? body.capacity() : 0);
        ByteBuffer all = body(length).putInt(length).putInt(error).putLong(unique);
        send((error == 0 ? all.put(body.array()) : all).array());
    }

    private void send(byte[] message) {
        try {
            f.write(device, message);
        } catch (Errno refused) {
            // As it should be, now and then.
        }
    }
}
