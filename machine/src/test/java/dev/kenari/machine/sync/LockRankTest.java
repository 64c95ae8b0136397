package dev.kenari.machine.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class LockRankTest {
    private final RankedLock device = new RankedLock(LockRank.DEVICE);
    private final RankedLock other = new RankedLock(LockRank.DEVICE);
    private final RankedLock controller = new RankedLock(LockRank.INTERRUPT_CONTROLLER);

    /** On a thread of its own, since a caught violation leaves its mark. */
    private static void onThread(Runnable body) throws Exception {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread.ofPlatform().start(() -> {
            try {
                body.run();
                done.complete(null);
            } catch (AssertionError e) {
                done.completeExceptionally(e);
            }
        });
        done.get();
    }

    @Test
    void letsHigherRanksFollow() throws Exception {
        onThread(() -> {
            device.lock();
            controller.lock();
            controller.unlock();
            controller.lock();
            controller.unlock();
            device.unlock();
            controller.lock();
            controller.unlock();
            assertThat(LockRank.KERNEL.allowed()).isTrue();
        });
    }

    @Test
    void letsALockBeTakenAgain() throws Exception {
        onThread(() -> {
            device.lock();
            device.lock();
            device.unlock();
            assertThat(LockRank.KERNEL.allowed()).as("still held").isFalse();
            device.unlock();
            assertThat(LockRank.KERNEL.allowed()).isTrue();
        });
    }

    @Test
    void catchesTheWrongOrder() {
        assertThatThrownBy(() -> onThread(() -> {
                    controller.lock();
                    device.lock();
                }))
                .hasRootCauseInstanceOf(AssertionError.class)
                .hasMessageContaining("DEVICE lock taken against the order");
    }

    @Test
    void catchesASecondLockOfTheSameRank() {
        assertThatThrownBy(() -> onThread(() -> {
                    device.lock();
                    other.lock();
                }))
                .hasMessageContaining("DEVICE lock taken against the order");
    }
}
