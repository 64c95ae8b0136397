package dev.kenari.kernel.sync;

import static dev.kenari.kernel.harness.KernelHarness.inKernel;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kenari.machine.sync.LockRank;
import dev.kenari.machine.sync.RankedLock;
import org.junit.jupiter.api.Test;

class LockOrderTest {
    @Test
    void aTaskDoesNotSleepWithADevicesLock() throws Exception {
        inKernel(kernel -> {
            RankedLock device = new RankedLock(LockRank.DEVICE);
            device.lock();
            assertThatThrownBy(() -> new WaitQueue().sleep(kernel.timers().now() + 1))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("gives its hart away");
            device.unlock();
        });
    }

    @Test
    void aTaskSleepsWithAMutex() throws Exception {
        inKernel(kernel -> {
            Mutex mutex = new Mutex();
            mutex.lock();
            new WaitQueue().sleep(kernel.timers().now() + 1);
            mutex.unlock();
        });
    }

    @Test
    void aTaskHoldsOneMutexAtATime() {
        assertThatThrownBy(() -> inKernel(kernel -> {
                    new Mutex().lock();
                    new Mutex().lock();
                }))
                .hasMessageContaining("one mutex at a time");
    }

    @Test
    void theKernelLockComesFirst() throws Exception {
        inKernel(kernel -> {
            RankedLock device = new RankedLock(LockRank.DEVICE);
            device.lock();
            KernelLock lock = new KernelLock();
            assertThatThrownBy(lock::acquire).hasMessageContaining("the kernel lock is taken before all others");
            device.unlock();
        });
    }
}
