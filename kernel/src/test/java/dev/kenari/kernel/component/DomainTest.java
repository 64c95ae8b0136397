package dev.kenari.kernel.component;

import static dev.kenari.kernel.component.SampleDomains.SAMPLE;
import static dev.kenari.kernel.component.SampleDomains.component;
import static dev.kenari.kernel.component.SampleDomains.inDomain;
import static dev.kenari.kernel.component.SampleDomains.log;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.domain.DomainQuota;
import dev.kenari.kernel.harness.KernelHarness;
import dev.kenari.kernel.mm.Frames;
import dev.kenari.kernel.sched.InitialScheduling;
import dev.kenari.kernel.sched.SchedulingParameters;
import dev.kenari.kernel.sync.WaitQueue;
import dev.kenari.sample.SampleFactory;
import org.junit.jupiter.api.Test;

class DomainTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void itsTasksAreScheduledAsItsRowSaysUnlessTheyWorkForAClient() throws Exception {
        KernelHarness.inKernel(kernel -> {
            InstanceLimits usual = SampleDomains.limits(DomainQuota.DEFAULT, 1, 0);
            DomainComponent<Sample> component = SampleDomains.component(
                    kernel,
                    new InstanceLimits(
                            usual.tasks(), usual.frames(), usual.quota(), usual.startNanos(), 0, usual.restart(),
                            usual.heartbeat(), InitialScheduling.INTERRUPT_THREAD),
                    Peers.NONE);
            component.start();
            component.client().count();
            assertThat(kernel.scheduler().tasks())
                    .filteredOn(task -> task.name().startsWith("sample/0/"))
                    .isNotEmpty()
                    .allMatch(task -> task.scheduling().policy() == SchedulingParameters.FIFO
                            && task.scheduling().realtimePriority() == 50);
        });
    }

    @Test
    void itsClassesAndStaticFieldsAreItsOwn() throws Exception {
        inDomain(0, 0, (kernel, component, client) -> {
            assertThat(client.count()).isEqualTo(1);
            assertThat(client.count()).isEqualTo(2);
            Sample other = SAMPLE.inKernel().get().start(new KernelEnvironment(kernel, null), new String[0]);
            assertThat(other.count()).as("the kernel's copy").isEqualTo(1);
            assertThat(client.loader()).isNotEqualTo(other.loader());
            assertThat(component.domain().code().loadClass(SampleFactory.class.getName())).isNotSameAs(SampleFactory.class);
            assertThat(component.domain().code().loadClass(Sample.class.getName())).isSameAs(Sample.class);
        });
    }

    @Test
    void aFaultEndsTheDomainAndTheNextInstanceGoesOn() throws Exception {
        inDomain(3, 0, (kernel, component, client) -> {
            int first = client.loader();
            assertThatThrownBy(() -> client.divideOnce(0)).isSameAs(Errno.ECONNABORTED);
            assertThat(client.divideOnce(3)).isEqualTo(4);
            assertThat(client.count()).as("a new instance, with new static fields").isEqualTo(1);
            assertThat(client.loader()).isNotEqualTo(first);
            assertThat(component.restarts()).isEqualTo(1);
            assertThat(log(kernel)).anyMatch(l -> l.contains("sample/0: domain ended: java.lang.ArithmeticException"));
        });
    }

    @Test
    void aCallThatMayBeRepeatedIs() throws Exception {
        inDomain(100, 0, (kernel, component, client) -> {
            assertThatThrownBy(() -> client.divideOnce(0)).isSameAs(Errno.ECONNABORTED);
            assertThat(client.divide(4)).isEqualTo(3);
            long retries = kernel.ipc().retries();
            component.kill("a test");
            assertThat(client.divide(4)).as("the next instance is waited for").isEqualTo(3);
            assertThat(kernel.ipc().retries()).isEqualTo(retries);
        });
    }

    @Test
    void whatAlwaysFailsIsGivenUp() throws Exception {
        inDomain(2, 0, (kernel, component, client) -> {
            assertThatThrownBy(() -> client.divide(0)).isSameAs(Errno.ENOTCONN);
            assertThatThrownBy(client::count).isSameAs(Errno.ENOTCONN);
            assertThat(component.restarts()).isEqualTo(2);
        });
    }

    @Test
    void aRefusalToStartReachesWhoStartsIt() throws Exception {
        KernelHarness.inKernel(kernel -> {
            DomainComponent<Sample> component = component(kernel, 0, 0, Integer.toString(Errno.ENODEV.number()));
            assertThatThrownBy(component::start).isSameAs(Errno.ENODEV);
        });
    }

    @Test
    void whatDoesNotReplyIsEnded() throws Exception {
        inDomain(1, SECOND / 100, (kernel, component, client) -> {
            assertThatThrownBy(client::hang).isSameAs(Errno.ECONNABORTED);
            assertThat(client.count()).isEqualTo(1);
            assertThat(log(kernel)).anyMatch(l -> l.contains("no reply to hang in 10 ms"));
        });
    }

    @Test
    void aLoopLetsOthersRunAndIsEndedWhenItsClientHasWaitedLongEnough() throws Exception {
        KernelHarness.inKernel(kernel -> {
            DomainComponent<Sample> component = component(kernel, new DomainQuota(1 << 24, 8 << 20, 1 << 14), 1, SECOND / 5);
            component.start();
            Sample client = component.client();
            int[] turns = {0};
            kernel.task("other", task -> {
                for (; turns[0] < 5; turns[0]++) {
                    new WaitQueue().sleepUninterruptibly(kernel.timers().now() + SECOND / 1000);
                }
            }).wake();
            assertThatThrownBy(client::spin).isSameAs(Errno.ECONNABORTED);
            assertThat(turns[0]).as("turns of the other task").isEqualTo(5);
            assertThat(client.count()).as("a new instance").isEqualTo(1);
            assertThat(log(kernel)).anyMatch(l -> l.contains("no reply to spin in 200 ms"));
        });
    }

    @Test
    void itsMemoryGoesBack() throws Exception {
        inDomain(1, 0, (kernel, component, client) -> {
            long others = kernel.frames().allocate();
            int free = kernel.frames().free();
            DomainMemory memory = component.domain().memory();
            for (int i = 0; i < 8; i++) {
                memory.allocate();
            }
            assertThatThrownBy(memory::allocate).as("its quota").isSameAs(Errno.ENOMEM);
            assertThat(kernel.frames().free()).isEqualTo(free - 8);
            assertThatThrownBy(() -> memory.release(others)).isInstanceOf(ProtectionFault.class);
            component.kill("a test");
            assertThat(kernel.frames().free()).isEqualTo(free);
            assertThat(memory.covers(others, Frames.SIZE, false)).isFalse();
        });
    }

    @Test
    void aNumberThatItMadeUpGivesItNothing() throws Exception {
        inDomain(1, 0, (kernel, component, client) -> {
            int others = kernel.waitQueues().publish(new WaitQueue());
            client.wake(client.waitQueue());
            assertThatThrownBy(() -> client.wake(others)).as("a forged capability").isSameAs(Errno.ECONNABORTED);
            assertThat(log(kernel)).anyMatch(l -> l.contains("ProtectionFault: wait queue " + others + " is not its own"));
        });
    }

    @Test
    void itsTasksAreCounted() throws Exception {
        inDomain(1, 0, (kernel, component, client) -> {
            assertThatThrownBy(client::swarm).isSameAs(Errno.ECONNABORTED);
            assertThat(client.count()).isEqualTo(1);
            assertThat(log(kernel)).anyMatch(l -> l.contains("ProtectionFault: more than 64 tasks"));
        });
    }

    @Test
    void whoSleepsOnItsWaitQueueOutlivesIt() throws Exception {
        inDomain(1, 0, (kernel, component, client) -> {
            WaitQueue queue = kernel.waitQueues().find(client.waitQueue());
            component.kill("a test");
            assertThat(kernel.waitQueues().find(client.waitQueue())).isSameAs(queue);
        });
    }
}
