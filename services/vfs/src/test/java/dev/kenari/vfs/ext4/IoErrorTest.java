package dev.kenari.vfs.ext4;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.harness.KernelHarness;
import dev.kenari.kernel.sync.WaitQueue;
import dev.kenari.machine.disk.FailingDisk;
import dev.kenari.machine.disk.MemoryDisk;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Each request to the disk in turn fails, once or from then on: whoever asked gets an error, what fsync(2) said was stable is, and the
 * next mount finds a file system that the host's e2fsck has nothing to say of. {@code -Dkenari.errors.request=N} has that one fail only.
 */
@Tag("slow")
class IoErrorTest {
    private static final int DISK = 6 << 20;
    /** What one boot of a kernel looks at: it may not take long. */
    private static final int AT_ONCE = 5;
    private static final long ONLY = Long.getLong("kenari.errors.request", -1);
    private static final Set<Errno> HONEST = Set.of(Errno.EIO, Errno.EROFS, Errno.ENOENT);

    @BeforeEach
    void tools() {
        E2fsprogs.assumePresent();
    }

    /** What has been made stable, by path. */
    private static final class Work {
        final Map<String, byte[]> stable = new HashMap<>();
        private final Mounted m;

        Work(Mounted m) {
            this.m = m;
        }

        @FunctionalInterface
        interface Step {
            void run() throws Errno;
        }

        private boolean attempt(Step step) {
            try {
                step.run();
                return true;
            } catch (Errno e) {
                assertThat(HONEST.contains(e)).as("%s", e.toString()).isTrue();
                return false;
            }
        }

        /** From here on nobody knows what the file has, until what a reader sees is stable again. */
        private void change(String path, Step step) {
            stable.remove(path);
            if (attempt(step)) {
                attempt(() -> {
                    byte[] content = m.read(path);
                    m.fsync(path);
                    stable.put(path, content);
                });
            }
        }

        void run() {
            byte[] some = new byte[9000];
            Arrays.fill(some, (byte) 's');
            byte[] more = new byte[20_000];
            Arrays.fill(more, (byte) 'm');
            change("/some", () -> m.write(m.create("/some"), 0, some));
            attempt(() -> m.mkdir("/directory"));
            change("/directory/more", () -> m.write(m.create("/directory/more"), 0, more));
            change("/some", () -> m.truncate("/some", 5000));
            change("/other", () -> {
                stable.remove("/some");
                m.rename("/some", "/other", 0);
            });
            attempt(() -> m.fs.setExtendedAttribute(m.node("/other"), "user.a", new byte[500], 0));
            change("/directory/more", () ->
                    m.allocate("/directory/more", Fcntl.FALLOC_FL_PUNCH_HOLE | Fcntl.FALLOC_FL_KEEP_SIZE, 0, 16_384));
            attempt(() -> m.content(m.node("/d/c")));
            for (int i = 0; i < 12; i++) {
                String name = "/directory/a long name, to have several blocks of them, " + i;
                attempt(() -> m.create(name));
            }
            attempt(() -> m.fs.sync());
            attempt(() -> m.unlink("/a"));
            attempt(() -> m.list("/directory"));
            attempt(() -> m.fs.sync());
        }
    }

    private static long requests(MemoryDisk start, String options) throws Exception {
        FailingDisk disk = new FailingDisk(start.copy(), (request, operation, offset, length) -> false);
        KernelHarness.inKernel(kernel -> {
            Work work = new Work(Mounted.open(kernel, disk, false, options));
            work.run();
            work.m.fs.unmount();
            assertThat(work.stable).hasSize(2);
        });
        return disk.requests();
    }

    private static void fail(Kernel kernel, MemoryDisk disk, long which, boolean lasting, String options) throws Exception {
        FailingDisk failing = new FailingDisk(
                disk, (request, operation, offset, length) -> lasting ? request >= which : request == which);
        Map<String, byte[]> stable = Map.of();
        try {
            Mounted mounted = Mounted.open(kernel, failing, false, options);
            Work work = new Work(mounted);
            work.run();
            mounted.fs.unmount();
            stable = work.stable;
        } catch (Errno e) {
            assertThat(e).as("mount").isSameAs(Errno.EIO);
        }
        Mounted after = Mounted.open(kernel, disk, false, "");
        for (Map.Entry<String, byte[]> file : stable.entrySet()) {
            assertThat(after.exists(file.getKey())).as(file.getKey()).isTrue();
            assertThat(Arrays.equals(after.read(file.getKey()), file.getValue())).as(file.getKey()).isTrue();
        }
        after.fs.unmount();
        assertThat(E2fsprogs.check(disk)).isEmpty();
        new WaitQueue().sleep(kernel.timers().now() + 1);
    }

    @ParameterizedTest
    @CsvSource({"errors=remount-ro, false", "errors=remount-ro, true", "errors=continue, false", "errors=continue, true"})
    void anyRequestMayFail(String options, boolean lasting) throws Exception {
        MemoryDisk start = E2fsprogs.make(DISK, "-b", "1024");
        Mounted.run(start, false, CrashWorkload::prepare);
        long count = requests(start, options);
        assertThat(count).isGreaterThan(50);
        long end = ONLY < 0 ? count : ONLY + 1;
        for (long from = Math.max(0, ONLY); from < end; from += AT_ONCE) {
            long first = from;
            KernelHarness.inKernel(kernel -> {
                for (long which = first; which < Math.min(end, first + AT_ONCE); which++) {
                    try {
                        fail(kernel, start.copy(), which, lasting, options);
                    } catch (AssertionError | Exception e) {
                        throw new AssertionError("request " + which + " of " + count + " fails: " + e.getMessage(), e);
                    }
                }
            });
        }
    }
}
