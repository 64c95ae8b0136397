package dev.kenari.kernel.sched;

import static dev.kenari.kernel.harness.KernelHarness.inKernel;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.sync.WaitQueue;
import dev.kenari.kernel.task.Task;
import dev.kenari.machine.riscv.Hart;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchedulerTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void twoTasksPassAToken(int harts) throws Exception {
        inKernel(harts, kernel -> {
            WaitQueue queue = new WaitQueue();
            int[] turns = new int[1];
            WaitQueue done = new WaitQueue();
            boolean[] finished = new boolean[2];
            for (int parity = 0; parity < 2; parity++) {
                int mine = parity;
                kernel.task("player", task -> {
                    while (turns[0] < 1000) {
                        if (turns[0] % 2 == mine) {
                            turns[0]++;
                            queue.wakeAll();
                        } else {
                            queue.sleepUninterruptibly();
                        }
                    }
                    finished[mine] = true;
                    done.wakeAll();
                }).wake();
            }
            while (!finished[0] || !finished[1]) {
                done.sleep();
            }
            assertThat(turns[0]).isEqualTo(1000);
        });
    }

    @Test
    void deadlinesFireInOrder() throws Exception {
        inKernel(2, kernel -> {
            List<Integer> order = new ArrayList<>();
            WaitQueue done = new WaitQueue();
            long now = kernel.timers().now();
            for (int delay : new int[] {30, 10, 20}) {
                kernel.timers().at(now + delay * 1_000_000L, () -> {
                    order.add(delay);
                    done.wakeAll();
                });
            }
            while (order.size() < 3) {
                done.sleep();
            }
            assertThat(order).containsExactly(10, 20, 30);
        });
    }

    @Test
    void interruptEndsASleep() throws Exception {
        inKernel(kernel -> {
            WaitQueue never = new WaitQueue();
            WaitQueue done = new WaitQueue();
            Errno[] result = new Errno[1];
            Task sleeper = kernel.task("sleeper", task -> {
                try {
                    never.sleep();
                } catch (Errno e) {
                    result[0] = e;
                }
                done.wakeAll();
            });
            sleeper.wake();
            sleep(kernel, 5);
            assertThat(sleeper.state()).isEqualTo(Task.State.SLEEPING);
            sleeper.interrupt();
            while (result[0] == null) {
                done.sleep();
            }
            assertThat(result[0]).isSameAs(Errno.ERESTARTSYS);
            assertThat(never.hasWaiters()).isFalse();
        });
    }

    @Test
    void aWakeBeforeTheDeadlineIsInTime() throws Exception {
        inKernel(kernel -> {
            WaitQueue queue = new WaitQueue();
            kernel.timers().at(kernel.timers().now() + 1_000_000, queue::wakeAll);
            assertThat(queue.sleep(kernel.timers().now() + 30_000_000_000L)).isTrue();
            assertThat(queue.sleep(kernel.timers().now() + 1_000_000)).isFalse();
        });
    }

    @Test
    void aTaskRunsWhereItsWakerGoesToSleep() throws Exception {
        inKernel(2, kernel -> {
            WaitQueue requests = new WaitQueue();
            WaitQueue replies = new WaitQueue();
            int[] served = new int[1];
            boolean[] asked = new boolean[1];
            Task server = kernel.task("server", task -> {
                while (served[0] < 100) {
                    while (!asked[0]) {
                        requests.sleepUninterruptibly();
                    }
                    asked[0] = false;
                    served[0]++;
                    replies.wakeAll();
                }
            });
            server.wake();
            for (int i = 0; i < 100; i++) {
                asked[0] = true;
                requests.wakeAll();
                while (served[0] <= i) {
                    replies.sleep();
                }
                assertThat(server.hart()).isSameAs(Task.current().hart());
            }
        });
    }

    @Test
    void anIdleHartTakesATaskWhoseWakerDoesNotSleep() throws Exception {
        inKernel(2, kernel -> {
            Hart[] ranOn = new Hart[1];
            kernel.task("woken", task -> ranOn[0] = task.hart()).wake();
            Hart here = Task.current().hart();
            while (ranOn[0] == null) {
                kernel.traps().interrupts(kernel.scheduler().cpu(Task.current()));
                // As in U-mode: the other hart may enter the kernel.
                kernel.lock().release();
                LockSupport.parkNanos(10_000);
                kernel.lock().acquire();
            }
            assertThat(ranOn[0]).isNotSameAs(here);
        });
    }

    private static void sleep(Kernel kernel, int milliseconds) {
        try {
            assertThat(new WaitQueue().sleep(kernel.timers().now() + milliseconds * 1_000_000L)).isFalse();
        } catch (Errno e) {
            throw new AssertionError(e);
        }
    }
}
