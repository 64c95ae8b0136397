package dev.kenari.vfs;

import static dev.kenari.vfs.Files.expect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.kernel.sync.WaitQueue;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordLockTest {
    private static RecordLock lock(int type, long start, long end) {
        return new RecordLock(type, start, end, 0);
    }

    @Test
    void splitsMergesAndReports() throws Exception {
        Files.run(f -> {
            f.make("/a", "");
            int mine = f.open("/a", Fcntl.O_RDWR);
            int other = f.vfs.attach(f.client, 2, false, false);
            f.vfs.setLock(f.client, mine, lock(Fcntl.F_WRLCK, 0, 99), false, false);
            f.vfs.setLock(f.client, mine, lock(Fcntl.F_UNLCK, 40, 59), false, false);
            f.vfs.setLock(other, mine, lock(Fcntl.F_WRLCK, 40, 59), false, false);
            expect(Errno.EAGAIN, () -> f.vfs.setLock(other, mine, lock(Fcntl.F_RDLCK, 39, 39), false, false));
            RecordLock found = f.vfs.getLock(other, mine, lock(Fcntl.F_WRLCK, 0, Long.MAX_VALUE), false);
            assertThat(found).isEqualTo(new RecordLock(Fcntl.F_WRLCK, 0, 39, 1));
            RecordLock none = f.vfs.getLock(f.client, mine, lock(Fcntl.F_RDLCK, 0, 39), false);
            assertThat(none.type()).isEqualTo(Fcntl.F_UNLCK);
            assertThat(f.vfs.locks().lines()).hasSize(3);
        });
    }

    @Test
    void goesWithAnyCloseOfTheFile() throws Exception {
        Files.run(f -> {
            f.make("/a", "");
            int fd = f.open("/a", Fcntl.O_RDWR);
            int other = f.vfs.attach(f.client, 2, false, false);
            f.vfs.setLock(f.client, fd, lock(Fcntl.F_WRLCK, 0, 9), false, false);
            f.vfs.close(f.client, f.open("/a", 0));
            f.vfs.setLock(other, fd, lock(Fcntl.F_WRLCK, 0, 9), false, false);
        });
    }

    @Test
    void needsTheRightAccessMode() throws Exception {
        Files.run(f -> {
            f.make("/a", "");
            int reader = f.open("/a", Fcntl.O_RDONLY);
            expect(Errno.EBADF, () -> f.vfs.setLock(f.client, reader, lock(Fcntl.F_WRLCK, 0, 9), false, false));
            f.vfs.setLock(f.client, reader, lock(Fcntl.F_RDLCK, 0, 9), false, false);
            expect(Errno.EINVAL, () -> f.vfs.setLock(f.client, reader, lock(7, 0, 9), false, false));
        });
    }

    @Test
    void ofADescriptionOutlivesOtherCloses() throws Exception {
        Files.run(f -> {
            f.make("/a", "");
            int fd = f.open("/a", Fcntl.O_RDWR);
            int again = f.open("/a", Fcntl.O_RDWR);
            f.vfs.setLock(f.client, fd, lock(Fcntl.F_WRLCK, 0, 9), true, false);
            expect(Errno.EAGAIN, () -> f.vfs.setLock(f.client, again, lock(Fcntl.F_RDLCK, 5, 5), true, false));
            f.vfs.close(f.client, f.open("/a", 0));
            assertThat(f.vfs.getLock(f.client, again, lock(Fcntl.F_WRLCK, 0, 0), true).process()).isEqualTo(-1);
            f.vfs.close(f.client, fd);
            f.vfs.setLock(f.client, again, lock(Fcntl.F_RDLCK, 5, 5), true, false);
        });
    }

    @Test
    void findsADeadlock() throws Exception {
        Files.run(f -> {
            f.make("/a", "");
            int fd = f.open("/a", Fcntl.O_RDWR);
            int other = f.vfs.attach(f.client, 2, false, false);
            f.vfs.setLock(f.client, fd, lock(Fcntl.F_WRLCK, 0, 0), false, false);
            f.vfs.setLock(other, fd, lock(Fcntl.F_WRLCK, 1, 1), false, false);
            List<String> events = new ArrayList<>();
            WaitQueue done = new WaitQueue();
            f.kernel.task("waiter", task -> {
                try {
                    f.vfs.setLock(other, fd, lock(Fcntl.F_WRLCK, 0, 0), false, true);
                    events.add("locked");
                } catch (Errno e) {
                    events.add(e.symbol());
                }
                done.wakeAll();
            }).wake();
            new WaitQueue().sleep(f.kernel.timers().now() + 3_000_000);
            expect(Errno.EDEADLK, () -> f.vfs.setLock(f.client, fd, lock(Fcntl.F_WRLCK, 1, 1), false, true));
            f.vfs.setLock(f.client, fd, lock(Fcntl.F_UNLCK, 0, 0), false, false);
            while (events.isEmpty()) {
                done.sleep();
            }
            assertThat(events).containsExactly("locked");
        });
    }
}
