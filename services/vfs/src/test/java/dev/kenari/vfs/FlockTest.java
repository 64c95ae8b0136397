package dev.kenari.vfs;

import static dev.kenari.vfs.Files.CWD;
import static dev.kenari.vfs.Files.expect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.kernel.sync.WaitQueue;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlockTest {
    @Test
    void belongsToTheDescription() throws Exception {
        Files.run(f -> {
            f.make("/a", "");
            int first = f.open("/a", 0);
            int second = f.open("/a", 0);
            f.vfs.flock(f.client, first, Fcntl.LOCK_EX);
            expect(Errno.EAGAIN, () -> f.vfs.flock(f.client, second, Fcntl.LOCK_SH | Fcntl.LOCK_NB));
            f.vfs.flock(f.client, f.vfs.dup(f.client, first), Fcntl.LOCK_SH);
            f.vfs.flock(f.client, second, Fcntl.LOCK_SH | Fcntl.LOCK_NB);
            expect(Errno.EAGAIN, () -> f.vfs.flock(f.client, second, Fcntl.LOCK_EX | Fcntl.LOCK_NB));
            assertThat(f.vfs.locks()).startsWith("1: FLOCK  ADVISORY  READ 1 ");
            f.vfs.closeRange(f.client, 0, -1, 0);
            int third = f.open("/a", 0);
            f.vfs.flock(f.client, third, Fcntl.LOCK_EX | Fcntl.LOCK_NB);
            expect(Errno.EINVAL, () -> f.vfs.flock(f.client, third, 64));
        });
    }

    @Test
    void waitsForItsTurn() throws Exception {
        Files.run(f -> {
            f.make("/a", "");
            int holder = f.open("/a", 0);
            f.vfs.flock(f.client, holder, Fcntl.LOCK_EX);
            int other = f.vfs.attach(f.client, 2, false, false);
            int fd = f.vfs.openat(other, CWD, "/a", 0, 0);
            f.vfs.close(other, holder);
            List<String> events = new ArrayList<>();
            WaitQueue done = new WaitQueue();
            f.kernel.task("waiter", task -> {
                try {
                    f.vfs.flock(other, fd, Fcntl.LOCK_EX);
                    events.add("locked");
                } catch (Errno e) {
                    events.add(e.symbol());
                }
                done.wakeAll();
            }).wake();
            new WaitQueue().sleep(f.kernel.timers().now() + 3_000_000);
            assertThat(events).isEmpty();
            f.vfs.close(f.client, holder);
            while (events.isEmpty()) {
                done.sleep();
            }
            assertThat(events).containsExactly("locked");
        });
    }
}
