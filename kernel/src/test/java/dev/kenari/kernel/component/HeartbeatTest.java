package dev.kenari.kernel.component;

import static dev.kenari.kernel.component.SampleDomains.log;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.domain.DomainQuota;
import dev.kenari.kernel.harness.KernelHarness;
import dev.kenari.kernel.sched.InitialScheduling;
import dev.kenari.kernel.sync.WaitQueue;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A domain that sleeps on all of its server tasks uses no CPU, and no call of it need have a limit. */
class HeartbeatTest {
    private static final int TASKS = 4;
    private static final long MILLISECOND = 1_000_000;

    private static DomainComponent<Sample> component(Kernel kernel, HeartbeatPolicy heartbeat) throws Errno {
        InstanceLimits limits = new InstanceLimits(
                TASKS, 8, DomainQuota.DEFAULT, 120_000 * MILLISECOND, 0, new RestartPolicy(3, 1000), heartbeat, InitialScheduling.FAIR);
        DomainComponent<Sample> component = SampleDomains.component(kernel, limits, Peers.NONE);
        component.start();
        return component;
    }

    private interface Call {
        void run() throws Errno;
    }

    /** Makes {@code count} calls at once; what they throw goes to {@code ended}. */
    private static void calls(Kernel kernel, int count, Call call, List<Errno> ended, WaitQueue changed) {
        for (int i = 0; i < count; i++) {
            kernel.task("client", task -> {
                try {
                    call.run();
                    ended.add(null);
                } catch (Errno e) {
                    ended.add(e);
                }
                changed.wakeAll();
            }).wake();
        }
    }

    @Test
    void aDomainThatHangsAsleepIsEndedAndTheNextInstanceAnswers() throws Exception {
        KernelHarness.inKernel(kernel -> {
            DomainComponent<Sample> component = component(kernel, new HeartbeatPolicy(5 * MILLISECOND, 3));
            Sample client = component.client();
            List<Errno> ended = new ArrayList<>();
            WaitQueue changed = new WaitQueue();
            calls(kernel, TASKS, client::hang, ended, changed);
            while (ended.size() < TASKS) {
                changed.sleepUninterruptibly();
            }
            assertThat(ended).containsOnly(Errno.ECONNABORTED);
            assertThat(log(kernel)).anyMatch(l -> l.contains("sample/0: domain ended: no heartbeat in 15 ms"));
            assertThat(client.count()).isEqualTo(1);
            assertThat(component.restarts()).isEqualTo(1);
        });
    }

    @Test
    void aDomainWithAFreeServerTaskLives() throws Exception {
        KernelHarness.inKernel(kernel -> {
            DomainComponent<Sample> component = component(kernel, new HeartbeatPolicy(MILLISECOND, 2));
            calls(kernel, TASKS - 1, component.client()::hang, new ArrayList<>(), new WaitQueue());
            for (int i = 0; i < 20; i++) {
                new WaitQueue().sleepUninterruptibly(kernel.timers().now() + MILLISECOND);
                assertThat(component.client().count()).isEqualTo(i + 1);
            }
            assertThat(component.restarts()).isZero();
        });
    }

    @Test
    void aServerThatIsBusyAndComesBackLives() throws Exception {
        KernelHarness.inKernel(kernel -> {
            // A miss ends it: each look has to see that one of its tasks has come back.
            DomainComponent<Sample> component = component(kernel, new HeartbeatPolicy(2_000 * MILLISECOND, 1));
            List<Errno> ended = new ArrayList<>();
            WaitQueue changed = new WaitQueue();
            calls(kernel, 50 * TASKS, component.client()::count, ended, changed);
            while (ended.size() < 50 * TASKS) {
                changed.sleepUninterruptibly();
            }
            assertThat(ended).containsOnlyNulls();
            assertThat(component.restarts()).isZero();
        });
    }
}
