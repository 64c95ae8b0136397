package dev.kenari.kernel.mm;

import static dev.kenari.kernel.harness.KernelHarness.inKernel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.sync.WaitQueue;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A file's pages between programs and a disk. */
class MemoryObjectTest {
    private static final int PAGE = Frames.SIZE;

    /** A disk of integers: the first of each page. */
    private static final class Disk implements Pager {
        private final Kernel kernel;
        private final Map<Long, Integer> content = new HashMap<>();
        private final WaitQueue changed = new WaitQueue();
        private Runnable whileWriting = () -> {};
        private Errno refusal;
        private int calls;
        private int roomFor = Integer.MAX_VALUE;

        Disk(Kernel kernel) {
            this.kernel = kernel;
        }

        @Override
        public void willDirty(long key, long index) throws Errno {
            if (roomFor-- <= 0) {
                throw Errno.ENOSPC;
            }
        }

        @Override
        public void pageIn(long key, long index, long frame) {
            kernel.frames().memory().putInt(frame, content.getOrDefault(index, 0));
        }

        @Override
        public void pageOut(long key, long index, long frame) throws Errno {
            if (refusal != null) {
                throw refusal;
            }
            int value = kernel.frames().memory().getInt(frame);
            whileWriting.run();
            content.put(index, value);
        }

        @Override
        public void pagesOut(long key, long first, long[] from) throws Errno {
            calls++;
            Pager.super.pagesOut(key, first, from);
            changed.wakeAll();
        }
    }

    private static void put(Kernel kernel, MemoryObject object, long index, int value) throws Errno {
        kernel.frames().memory().putInt(object.writableFrame(index), value);
    }

    @Test
    void neighboursAreWrittenTogether() throws Exception {
        inKernel(kernel -> {
            Disk disk = new Disk(kernel);
            MemoryObject file = kernel.objects().paged(disk, 0, 100 * PAGE);
            for (int i : new int[] {7, 5, 6, 50, 8}) {
                put(kernel, file, i, i);
            }
            assertThat(kernel.objects().dirtyPages()).isEqualTo(5);
            file.writeBack();
            assertThat(disk.calls).isEqualTo(2);
            assertThat(disk.content).containsExactlyInAnyOrderEntriesOf(Map.of(5L, 5, 6L, 6, 7L, 7, 8L, 8, 50L, 50));
            assertThat(kernel.objects().dirtyPages()).isZero();
        });
    }

    @Test
    void aPageChangedWhileItIsWrittenIsWrittenAgain() throws Exception {
        inKernel(kernel -> {
            Disk disk = new Disk(kernel);
            MemoryObject file = kernel.objects().paged(disk, 0, PAGE);
            put(kernel, file, 0, 1);
            disk.whileWriting = () -> {
                disk.whileWriting = () -> {};
                try {
                    put(kernel, file, 0, 2);
                } catch (Errno e) {
                    throw new AssertionError(e);
                }
            };
            file.writeBack();
            assertThat(kernel.objects().dirtyPages()).isEqualTo(1);
            file.writeBack();
            assertThat(disk.content).containsEntry(0L, 2);
        });
    }

    @Test
    void whatCannotBeWrittenStaysDirtyAndSaysSo() throws Exception {
        inKernel(kernel -> {
            Disk disk = new Disk(kernel);
            MemoryObject file = kernel.objects().paged(disk, 0, PAGE);
            put(kernel, file, 0, 1);
            disk.refusal = Errno.EIO;
            assertThatThrownBy(file::writeBack).isSameAs(Errno.EIO);
            assertThatThrownBy(file::writeBack).isSameAs(Errno.EIO);
            disk.refusal = null;
            file.writeBack();
            assertThat(disk.content).containsEntry(0L, 1);
        });
    }

    @Test
    void withoutRoomNoPageBecomesDirty() throws Exception {
        inKernel(kernel -> {
            Disk disk = new Disk(kernel);
            disk.roomFor = 1;
            MemoryObject file = kernel.objects().paged(disk, 0, 3 * PAGE);
            put(kernel, file, 0, 1);
            put(kernel, file, 0, 2);
            assertThatThrownBy(() -> file.writableFrame(1)).isSameAs(Errno.ENOSPC);
            AddressSpace space = kernel.spaces().create();
            space.map(0x10_0000, 3 * PAGE, Mapping.of(file, 0, Vma.READ | Vma.WRITE, true, "/file"));
            assertThat(space.fault(0x10_0000 + 2 * PAGE, Vma.READ)).isNull();
            assertThat(space.fault(0x10_0000 + 2 * PAGE, Vma.WRITE).reason()).isEqualTo(PageFault.Reason.BEYOND_OBJECT);
            assertThat(kernel.objects().dirtyPages()).isEqualTo(1);
        });
    }

    @Test
    void truncationDropsWhatIsDirty() throws Exception {
        inKernel(kernel -> {
            Disk disk = new Disk(kernel);
            MemoryObject file = kernel.objects().paged(disk, 0, 4 * PAGE);
            put(kernel, file, 1, 1);
            put(kernel, file, 3, 3);
            file.resize(2 * PAGE);
            assertThat(kernel.objects().dirtyPages()).isEqualTo(1);
            file.release();
            assertThat(kernel.objects().dirtyPages()).isZero();
        });
    }

    @Test
    void cleanPagesMakeRoomWhenMemoryIsShort() throws Exception {
        inKernel(kernel -> {
            Disk disk = new Disk(kernel);
            int pages = kernel.frames().total() * 2;
            MemoryObject file = kernel.objects().paged(disk, 0, (long) pages * PAGE);
            for (long i = 0; i < pages; i++) {
                file.frame(i);
            }
            assertThat(file.residentPages()).isLessThan(pages);
            disk.content.put(0L, 42);
            assertThat(kernel.frames().memory().getInt(file.frame(0))).isEqualTo(42);
        });
    }

    @Test
    void writersAreHeldBackAndNothingIsLost() throws Exception {
        inKernel(kernel -> {
            Disk disk = new Disk(kernel);
            int pages = kernel.frames().total() * 2;
            MemoryObject file = kernel.objects().paged(disk, 0, (long) pages * PAGE);
            for (int i = 0; i < pages; i++) {
                put(kernel, file, i, i + 1);
                file.balance();
                assertThat(kernel.objects().dirtyPages()).isLessThanOrEqualTo(kernel.frames().total() / 5);
            }
            file.writeBack();
            assertThat(disk.content).hasSize(pages).containsEntry(pages - 1L, pages);
        });
    }

    @Test
    void tooManyDirtyPagesAreWrittenInTheBackground() throws Exception {
        inKernel(kernel -> {
            Disk disk = new Disk(kernel);
            int limit = kernel.frames().total() / 10;
            MemoryObject file = kernel.objects().paged(disk, 0, (limit + 10L) * PAGE);
            for (int i = 0; i < limit + 10; i++) {
                put(kernel, file, i, 1);
            }
            while (kernel.objects().dirtyPages() > limit) {
                disk.changed.sleepUninterruptibly();
            }
            assertThat(disk.content).isNotEmpty();
        });
    }
}
