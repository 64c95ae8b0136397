package dev.kenari.kernel.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.harness.KernelHarness;
import dev.kenari.kernel.ipc.Endpoint.Outcome;
import dev.kenari.kernel.sched.SchedulingParameters;
import dev.kenari.kernel.sync.WaitQueue;
import dev.kenari.kernel.task.Task;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EndpointTest {
    private static final long FOREVER = Long.MAX_VALUE;
    private static final long MILLISECOND = 1_000_000;

    private static Endpoint endpoint(Kernel kernel, int workers, Endpoint.Server server) {
        return new Endpoint(
                kernel.scheduler(),
                kernel.timers(),
                kernel.ipc(),
                body -> kernel.task("server", task -> {
                    try {
                        body.accept(task);
                    } catch (dev.kenari.kernel.task.TaskKilled e) {
                        // As in a domain.
                    }
                }),
                workers,
                server);
    }

    private static Message request(long value) {
        Message message = Task.messageTo(0);
        message.putLong(value);
        return message;
    }

    private static void twice(Message message) {
        long value = message.getLong();
        message.reply();
        message.putLong(2 * value);
    }

    @Test
    void replies() throws Exception {
        KernelHarness.inKernel(kernel -> {
            Endpoint endpoint = endpoint(kernel, 1, EndpointTest::twice);
            for (int i = 0; i < 100; i++) {
                Message message = request(i);
                assertThat(endpoint.call(message, FOREVER)).isEqualTo(Outcome.REPLIED);
                assertThat(message.getLong()).isEqualTo(2 * i);
            }
            assertThat(kernel.ipc().calls()).isEqualTo(100);
            assertThat(kernel.ipc().handOvers()).as("there and back, past the run queue").isEqualTo(200);
            assertThat(kernel.ipc().bytes()).isEqualTo(100 * 16);
        });
    }

    @Test
    void whatTheServerThrowsArrives() throws Exception {
        KernelHarness.inKernel(kernel -> {
            Endpoint endpoint = endpoint(kernel, 1, message -> {
                throw Errno.ENOSPC;
            });
            Message message = request(1);
            assertThat(endpoint.call(message, FOREVER)).isEqualTo(Outcome.REPLIED);
            assertThat(message.error()).isSameAs(Errno.ENOSPC);
        });
    }

    @Test
    void theServerHasTheClientsPriorityAndSpendsItsTime() throws Exception {
        KernelHarness.inKernel(kernel -> {
            List<SchedulingParameters> seen = new ArrayList<>();
            Endpoint endpoint = endpoint(kernel, 1, message -> {
                seen.add(Task.current().scheduling());
                message.reply();
            });
            Task client = Task.current();
            client.scheduling().setPolicy(SchedulingParameters.FIFO, 7);
            endpoint.call(request(1), FOREVER);
            assertThat(seen).containsExactly(client.scheduling());
        });
    }

    @Test
    void theMostUrgentOfThoseWhoWaitIsNext() throws Exception {
        KernelHarness.inKernel(kernel -> {
            WaitQueue gate = new WaitQueue();
            boolean[] open = new boolean[1];
            List<Long> served = new ArrayList<>();
            Endpoint endpoint = endpoint(kernel, 1, message -> {
                served.add(message.getLong());
                while (!open[0]) {
                    gate.sleepUninterruptibly();
                }
                message.reply();
            });
            int[] running = {4};
            WaitQueue ended = new WaitQueue();
            for (int priority : new int[] {0, 1, 50, 10}) {
                Task client = kernel.task("client", task -> {
                    endpoint.call(request(priority), FOREVER);
                    running[0]--;
                    ended.wakeAll();
                });
                if (priority > 0) {
                    client.scheduling().setPolicy(SchedulingParameters.FIFO, priority);
                }
                client.wake();
                kernel.scheduler().yield(Task.current());
                ended.sleepUninterruptibly(kernel.timers().now() + MILLISECOND);
            }
            open[0] = true;
            gate.wakeAll();
            while (running[0] > 0) {
                ended.sleepUninterruptibly();
            }
            assertThat(served).containsExactly(0L, 50L, 10L, 1L);
        });
    }

    @Test
    void aTimeOutGivesUp() throws Exception {
        KernelHarness.inKernel(kernel -> {
            WaitQueue never = new WaitQueue();
            Endpoint endpoint = endpoint(kernel, 1, message -> {
                while (true) {
                    never.sleepUninterruptibly();
                }
            });
            SchedulingParameters own = Task.current().scheduling();
            Message message = request(1);
            assertThat(endpoint.call(message, kernel.timers().now() + MILLISECOND)).isEqualTo(Outcome.TIMED_OUT);
            assertThat(request(2)).as("the server may still write into the old one").isNotSameAs(message);
            assertThat(Task.current().scheduling()).isSameAs(own);
            assertThat(endpoint.pending()).isEqualTo(1);
            endpoint.die();
        });
    }

    @Test
    void itsDeathIsTold() throws Exception {
        KernelHarness.inKernel(kernel -> {
            WaitQueue never = new WaitQueue();
            boolean[] unwound = new boolean[1];
            Endpoint endpoint = endpoint(kernel, 1, message -> {
                try {
                    while (true) {
                        never.sleepUninterruptibly();
                    }
                } finally {
                    unwound[0] = true;
                }
            });
            List<Outcome> outcomes = new ArrayList<>();
            WaitQueue ended = new WaitQueue();
            for (int i = 0; i < 2; i++) {
                kernel.task("client", task -> {
                    outcomes.add(endpoint.call(request(1), FOREVER));
                    ended.wakeAll();
                }).wake();
            }
            ended.sleepUninterruptibly(kernel.timers().now() + MILLISECOND);
            endpoint.die();
            while (outcomes.size() < 2) {
                ended.sleepUninterruptibly();
            }
            assertThat(outcomes).containsExactlyInAnyOrder(Outcome.ABANDONED, Outcome.UNDELIVERED);
            assertThat(endpoint.call(request(1), FOREVER)).isEqualTo(Outcome.UNDELIVERED);
            while (!unwound[0]) {
                ended.sleepUninterruptibly(kernel.timers().now() + MILLISECOND);
            }
        });
    }

    @Test
    void aSignalForTheClientEndsTheServersSleep() throws Exception {
        KernelHarness.inKernel(kernel -> {
            WaitQueue never = new WaitQueue();
            Endpoint endpoint = endpoint(kernel, 1, message -> never.sleep());
            Errno[] error = new Errno[1];
            WaitQueue ended = new WaitQueue();
            Task client = kernel.task("client", task -> {
                Message message = request(1);
                endpoint.call(message, FOREVER);
                error[0] = message.error();
                ended.wakeAll();
            });
            client.wake();
            ended.sleepUninterruptibly(kernel.timers().now() + MILLISECOND);
            client.interrupt();
            while (error[0] == null) {
                ended.sleepUninterruptibly();
            }
            assertThat(error[0]).isSameAs(Errno.ERESTARTSYS);
        });
    }
}
