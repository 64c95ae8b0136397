package dev.kenari.kernel.mm;

import static dev.kenari.kernel.harness.KernelHarness.inKernel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.Kernel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AddressSpaceTest {
    private static final long BASE = 0x10_0000;
    private static final int PAGE = Frames.SIZE;
    private static final int RW = Vma.READ | Vma.WRITE;

    /** Answers page n with bytes of value n + 1, and remembers what is written back. */
    private static final class CountingPager implements Pager {
        private final Kernel kernel;
        private final List<Long> written = new ArrayList<>();
        private Runnable whileReading = () -> {};
        private boolean broken;

        CountingPager(Kernel kernel) {
            this.kernel = kernel;
        }

        @Override
        public int cluster() {
            return 1;
        }

        @Override
        public void pageIn(long key, long index, long frame) throws Errno {
            whileReading.run();
            if (broken) {
                throw Errno.EIO;
            }
            kernel.frames().memory().fill(frame, PAGE, (byte) (index + 1));
        }

        @Override
        public void pageOut(long key, long index, long frame) throws Errno {
            if (broken) {
                throw Errno.EIO;
            }
            written.add(index);
        }
    }

    @Test
    void anonymousMemoryIsZeroAndKeepsWhatIsWritten() throws Exception {
        inKernel(kernel -> {
            AddressSpace space = kernel.spaces().create();
            space.map(BASE, 4 * PAGE, Mapping.anonymous(RW, ""));
            assertThat(space.memory().getLong(BASE + PAGE - 4)).isZero();
            space.memory().putLong(BASE + PAGE - 4, 0x1122334455667788L);
            assertThat(space.memory().getLong(BASE + PAGE - 4)).isEqualTo(0x1122334455667788L);
            assertThat(space.residentPages()).isEqualTo(2);
        });
    }

    @Test
    void releaseGivesEveryFrameBack() throws Exception {
        inKernel(kernel -> {
            int free = kernel.frames().free();
            AddressSpace space = kernel.spaces().create();
            MemoryObject object = kernel.objects().anonymous(4 * PAGE);
            space.map(BASE, 4 * PAGE, Mapping.anonymous(RW, ""));
            space.map(BASE + (1L << 31), 4 * PAGE, Mapping.of(object, 0, RW, true, ""));
            object.release();
            space.memory().fill(BASE, 4 * PAGE, 1);
            space.memory().fill(BASE + (1L << 31), 4 * PAGE, 1);
            AddressSpace child = space.fork();
            child.memory().fill(BASE, 2 * PAGE, 2);
            space.release();
            child.release();
            assertThat(kernel.frames().free()).isEqualTo(free);
            assertThat(kernel.objects().residentPages()).isZero();
        });
    }

    @Test
    void forkSharesUntilOneSideWrites() throws Exception {
        inKernel(kernel -> {
            AddressSpace parent = kernel.spaces().create();
            parent.map(BASE, 2 * PAGE, Mapping.anonymous(RW, ""));
            parent.memory().putInt(BASE, 1);
            parent.memory().putInt(BASE + PAGE, 1);
            AddressSpace child = parent.fork();
            assertThat(child.memory().physical(BASE, Vma.READ)).isEqualTo(parent.memory().physical(BASE, Vma.READ));
            child.memory().putInt(BASE, 2);
            parent.memory().putInt(BASE + PAGE, 3);
            assertThat(parent.memory().getInt(BASE)).isEqualTo(1);
            assertThat(child.memory().getInt(BASE)).isEqualTo(2);
            assertThat(child.memory().getInt(BASE + PAGE)).isEqualTo(1);
        });
    }

    @Test
    void forkHonoursMadvise() throws Exception {
        inKernel(kernel -> {
            AddressSpace parent = kernel.spaces().create();
            parent.map(BASE, 3 * PAGE, Mapping.anonymous(RW, ""));
            parent.memory().fill(BASE, 3 * PAGE, 7);
            parent.setAttributes(BASE, BASE + PAGE, Vma.DONT_FORK, 0);
            parent.setAttributes(BASE + PAGE, BASE + 2 * PAGE, Vma.WIPE_ON_FORK | Vma.LOCKED, 0);
            AddressSpace child = parent.fork();
            assertThat(child.find(BASE)).isNull();
            assertThat(child.memory().getByte(BASE + PAGE)).isZero();
            assertThat(child.memory().getByte(BASE + 2 * PAGE)).isEqualTo((byte) 7);
            assertThat(child.lockedBytes()).isZero();
            assertThat(parent.lockedBytes()).isEqualTo(PAGE);
        });
    }

    @Test
    void sharedMappingsSeeEachOthersWrites() throws Exception {
        inKernel(kernel -> {
            AddressSpace parent = kernel.spaces().create();
            MemoryObject object = kernel.objects().anonymous(2 * PAGE);
            parent.map(BASE, 2 * PAGE, Mapping.of(object, 0, RW, true, ""));
            AddressSpace child = parent.fork();
            child.memory().putInt(BASE + 8, 42);
            assertThat(parent.memory().getInt(BASE + 8)).isEqualTo(42);
        });
    }

    @Test
    void privateFileMappingsKeepTheirWritesToThemselves() throws Exception {
        inKernel(kernel -> {
            AddressSpace space = kernel.spaces().create();
            MemoryObject file = kernel.objects().paged(new CountingPager(kernel), 0, 2 * PAGE);
            space.map(BASE, 2 * PAGE, Mapping.of(file, 0, RW, false, "/file"));
            assertThat(space.memory().getByte(BASE + PAGE)).isEqualTo((byte) 2);
            space.memory().putByte(BASE + PAGE, 9);
            assertThat(space.memory().getByte(BASE + PAGE)).isEqualTo((byte) 9);
            assertThat(kernel.frames().memory().getByte(file.frame(1))).isEqualTo((byte) 2);
            space.discard(BASE, BASE + 2 * PAGE);
            assertThat(space.memory().getByte(BASE + PAGE)).isEqualTo((byte) 2);
        });
    }

    @Test
    void protectTakesAndGivesPermission() throws Exception {
        inKernel(kernel -> {
            AddressSpace space = kernel.spaces().create();
            space.map(BASE, 3 * PAGE, Mapping.anonymous(RW, ""));
            space.memory().fill(BASE, 3 * PAGE, 5);
            space.protect(BASE + PAGE, BASE + 2 * PAGE, Vma.READ);
            assertThat(space.vmas()).hasSize(3);
            assertThat(space.fault(BASE + PAGE, Vma.WRITE).reason()).isEqualTo(PageFault.Reason.NOT_PERMITTED);
            assertThatThrownBy(() -> space.memory().putByte(BASE + PAGE, 1)).isSameAs(Errno.EFAULT);
            space.protect(BASE + PAGE, BASE + 2 * PAGE, 0);
            assertThatThrownBy(() -> space.memory().getByte(BASE + PAGE)).isSameAs(Errno.EFAULT);
            space.protect(BASE + PAGE, BASE + 2 * PAGE, RW);
            assertThat(space.vmas()).hasSize(1);
            assertThat(space.memory().getByte(BASE + PAGE)).isEqualTo((byte) 5);
            assertThatThrownBy(() -> space.protect(BASE, BASE + 4 * PAGE, RW)).isSameAs(Errno.ENOMEM);
        });
    }

    @Test
    void protectDoesNotLetAWriteIntoASharedFrame() throws Exception {
        inKernel(kernel -> {
            AddressSpace parent = kernel.spaces().create();
            parent.map(BASE, PAGE, Mapping.anonymous(RW, ""));
            parent.memory().putInt(BASE, 1);
            AddressSpace child = parent.fork();
            child.protect(BASE, BASE + PAGE, Vma.READ);
            child.protect(BASE, BASE + PAGE, RW);
            child.memory().putInt(BASE, 2);
            assertThat(parent.memory().getInt(BASE)).isEqualTo(1);
        });
    }

    @Test
    void truncationUnmapsWhatIsBeyondTheEnd() throws Exception {
        inKernel(kernel -> {
            AddressSpace space = kernel.spaces().create();
            MemoryObject file = kernel.objects().paged(new CountingPager(kernel), 0, 3 * PAGE);
            space.map(BASE, 3 * PAGE, Mapping.of(file, 0, RW, true, "/file"));
            assertThat(space.populate(BASE, BASE + 3 * PAGE, 0)).isNull();
            file.resize(PAGE + 10);
            assertThat(space.fault(BASE + 2 * PAGE, Vma.READ).reason()).isEqualTo(PageFault.Reason.BEYOND_OBJECT);
            assertThat(space.memory().getByte(BASE + PAGE + 9)).isEqualTo((byte) 2);
            assertThat(space.memory().getByte(BASE + PAGE + 10)).isZero();
            file.resize(3 * PAGE);
            assertThat(space.memory().getByte(BASE + PAGE + 10)).isZero();
        });
    }

    @Test
    void aPageThatIsDroppedWhileItIsReadIsReadAgain() throws Exception {
        inKernel(kernel -> {
            CountingPager pager = new CountingPager(kernel);
            MemoryObject file = kernel.objects().paged(pager, 0, 2 * PAGE);
            int[] reads = new int[1];
            pager.whileReading = () -> {
                if (reads[0]++ == 0) {
                    file.drop(0, 2);
                }
            };
            file.frame(0);
            assertThat(reads[0]).isEqualTo(2);
            assertThat(file.residentPages()).isEqualTo(1);
        });
    }

    @Test
    void writeBackNoticesALaterWriteThroughTheMapping() throws Exception {
        inKernel(kernel -> {
            AddressSpace space = kernel.spaces().create();
            CountingPager pager = new CountingPager(kernel);
            MemoryObject file = kernel.objects().paged(pager, 0, 2 * PAGE);
            space.map(BASE, 2 * PAGE, Mapping.of(file, 0, RW, true, "/file"));
            space.memory().putInt(BASE, 1);
            file.writeBack();
            space.memory().putInt(BASE, 2);
            file.writeBack();
            file.writeBack();
            assertThat(pager.written).containsExactly(0L, 0L);
        });
    }

    @Test
    void aPageThatCannotBeWrittenBackStaysDirty() throws Exception {
        inKernel(kernel -> {
            CountingPager pager = new CountingPager(kernel);
            MemoryObject file = kernel.objects().paged(pager, 0, PAGE);
            file.writableFrame(0);
            pager.broken = true;
            assertThatThrownBy(file::writeBack).isSameAs(Errno.EIO);
            pager.broken = false;
            file.writeBack();
            assertThat(pager.written).containsExactly(0L);
        });
    }

    @Test
    void aPagerThatFailsIsABusError() throws Exception {
        inKernel(kernel -> {
            AddressSpace space = kernel.spaces().create();
            CountingPager pager = new CountingPager(kernel);
            pager.broken = true;
            MemoryObject file = kernel.objects().paged(pager, 0, PAGE);
            space.map(BASE, PAGE, Mapping.of(file, 0, RW, true, "/file"));
            assertThat(space.fault(BASE, Vma.READ).reason()).isEqualTo(PageFault.Reason.BEYOND_OBJECT);
            assertThat(file.residentPages()).isZero();
        });
    }

    @Test
    void stackGrowsDownToItsLimitAndKeepsItsGuard() throws Exception {
        inKernel(kernel -> {
            AddressSpace space = kernel.spaces().create();
            long top = 0x4000_0000;
            space.limits().setStackBytes(16L << 20);
            space.map(top - PAGE, PAGE, Mapping.stack(RW));
            space.memory().putInt(top - (8L << 20), 1);
            assertThat(space.find(top - 1).start()).isEqualTo(top - (8L << 20));
            assertThat(space.fault(top - (17L << 20), Vma.WRITE).reason()).isEqualTo(PageFault.Reason.NOT_MAPPED);
            space.map(top - (12L << 20), PAGE, Mapping.anonymous(RW, ""));
            assertThat(space.fault(top - (12L << 20) + 16 * PAGE, Vma.WRITE)).isNotNull();
            assertThat(space.fault(Long.MIN_VALUE, Vma.WRITE).reason()).isEqualTo(PageFault.Reason.NOT_MAPPED);
        });
    }

    @Test
    void moveTakesThePagesAlong() throws Exception {
        inKernel(kernel -> {
            AddressSpace space = kernel.spaces().create();
            space.map(BASE, 4 * PAGE, Mapping.anonymous(RW, ""));
            for (int i = 0; i < 4; i++) {
                space.memory().putInt(BASE + i * PAGE, i + 1);
            }
            long to = BASE + (3L << 30);
            space.move(BASE + PAGE, 2 * PAGE, to, 3 * PAGE, false);
            assertThat(space.memory().getInt(to)).isEqualTo(2);
            assertThat(space.memory().getInt(to + PAGE)).isEqualTo(3);
            assertThat(space.memory().getInt(to + 2 * PAGE)).isZero();
            assertThat(space.find(BASE + PAGE)).isNull();
            assertThat(space.memory().getInt(BASE + 3 * PAGE)).isEqualTo(4);
            space.move(to, 3 * PAGE, BASE + 16 * PAGE, 3 * PAGE, true);
            assertThat(space.memory().getInt(to)).isZero();
            assertThat(space.memory().getInt(BASE + 16 * PAGE)).isEqualTo(2);
        });
    }

    @Test
    void mergesNeighboursThatContinueEachOther() throws Exception {
        inKernel(kernel -> {
            AddressSpace space = kernel.spaces().create();
            MemoryObject object = kernel.objects().anonymous(8 * PAGE);
            space.map(BASE, PAGE, Mapping.of(object, 0, RW, true, "x"));
            space.map(BASE + 2 * PAGE, PAGE, Mapping.of(object, 2 * PAGE, RW, true, "x"));
            space.map(BASE + PAGE, PAGE, Mapping.of(object, PAGE, RW, true, "x"));
            space.map(BASE + 3 * PAGE, PAGE, Mapping.of(object, 7 * PAGE, RW, true, "x"));
            assertThat(space.vmas()).hasSize(2);
            space.unmap(BASE, BASE + 4 * PAGE);
            object.release();
            assertThatThrownBy(() -> kernel.objects().find(object.id())).isSameAs(Errno.EBADF);
        });
    }

    @Test
    void memoryThatRunsOutIsAFaultNotAPanic() throws Exception {
        inKernel(kernel -> {
            AddressSpace space = kernel.spaces().create();
            long length = (long) kernel.frames().total() * PAGE + PAGE;
            space.map(BASE, length, Mapping.anonymous(RW, ""));
            PageFault fault = space.populate(BASE, BASE + length, 0);
            assertThat(fault.reason()).isEqualTo(PageFault.Reason.NO_MEMORY);
            space.unmap(BASE, BASE + length);
            space.map(BASE, PAGE, Mapping.anonymous(RW, ""));
            assertThat(space.memory().getInt(BASE)).isZero();
        });
    }
}
