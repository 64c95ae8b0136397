package dev.kenari.kernel.sync;

import static dev.kenari.kernel.harness.KernelHarness.inKernel;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.task.Task;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaitQueueTest {
    @Test
    void wakeOneKeepsListeners() throws Exception {
        inKernel(kernel -> {
            WaitQueue queue = new WaitQueue();
            int[] heard = new int[1];
            queue.listen(() -> heard[0]++);
            queue.wakeOne();
            queue.wakeOne();
            assertThat(heard[0]).isEqualTo(2);
        });
    }

    @Test
    void wakeOneIsNotSpentOnASleeperThatASignalHasWoken() throws Exception {
        inKernel(kernel -> {
            WaitQueue queue = new WaitQueue();
            WaitQueue done = new WaitQueue();
            List<String> outcome = new ArrayList<>();
            Task[] sleepers = new Task[2];
            for (int i = 0; i < 2; i++) {
                String name = "sleeper" + i;
                sleepers[i] = kernel.task(name, task -> {
                    try {
                        queue.sleep();
                        outcome.add(name + " woken");
                    } catch (Errno e) {
                        outcome.add(name + " " + e.symbol());
                    }
                    done.wakeAll();
                });
                sleepers[i].wake();
                Task.current().block(kernel.timers().now() + 1_000_000, false);
            }
            sleepers[0].interrupt();
            queue.wakeOne();
            while (outcome.size() < 2) {
                done.sleep();
            }
            assertThat(outcome).containsExactlyInAnyOrder("sleeper0 ERESTARTSYS", "sleeper1 woken");
        });
    }

    @Test
    void sleepReportsAPassedDeadline() throws Exception {
        inKernel(kernel -> {
            WaitQueue queue = new WaitQueue();
            assertThat(queue.sleep(kernel.timers().now() + 1_000_000)).isFalse();
            assertThat(queue.hasWaiters()).isFalse();
        });
    }
}
