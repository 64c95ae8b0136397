package dev.kenari.kernel.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class KernelLockTest {
    private static final int THREADS = 8;
    private static final int ROUNDS = 5_000;

    /** Longer than spinning: some must park, and each must be woken again. */
    @Test
    void oneHoldsItAndNobodyIsForgotten() throws Exception {
        KernelLock lock = new KernelLock();
        long[] count = new long[1];
        int[] inside = new int[1];
        List<Thread> threads = new ArrayList<>();
        CountDownLatch done = new CountDownLatch(THREADS);
        for (int i = 0; i < THREADS; i++) {
            threads.add(Thread.ofVirtual().start(() -> {
                for (int round = 0; round < ROUNDS; round++) {
                    lock.acquire();
                    if (inside[0]++ == 0) {
                        count[0]++;
                    }
                    if (round % 500 == 0) {
                        LockSupport.parkNanos(100_000);
                    }
                    inside[0]--;
                    lock.release();
                }
                done.countDown();
            }));
        }
        assertThat(done.await(60, TimeUnit.SECONDS)).as("all threads got the lock in the end").isTrue();
        assertThat(count[0]).isEqualTo((long) THREADS * ROUNDS);
    }

    @Test
    void oneThreadMayReleaseWhatAnotherAcquired() throws Exception {
        KernelLock lock = new KernelLock();
        lock.acquire();
        Thread waiter = Thread.ofVirtual().start(lock::acquire);
        Thread.ofVirtual().start(lock::release).join();
        assertThat(waiter.join(Duration.ofSeconds(60))).isTrue();
        lock.release();
    }
}
