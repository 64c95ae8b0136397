package dev.kenari.kernel.component;

import static dev.kenari.kernel.component.SampleDomains.clientOf;
import static dev.kenari.kernel.component.SampleDomains.inDomain;
import static dev.kenari.kernel.component.SampleDomains.log;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.sync.WaitQueue;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A component that means harm is stopped, the fault is named, and the next instance works. */
class MaliceTest {
    private interface Deed {
        void run() throws Errno;
    }

    private static void stopped(Kernel kernel, Sample client, Deed deed, String fault) throws Errno {
        assertThatThrownBy(deed::run).isSameAs(Errno.ECONNABORTED);
        assertThat(log(kernel)).anyMatch(l -> l.contains("domain ended: ") && l.contains(fault));
        assertThat(client.count()).as("a new instance").isEqualTo(1);
    }

    private static void wakeAfter(Kernel kernel, Deed deed) {
        kernel.task("later", task -> {
            try {
                deed.run();
            } catch (Errno e) {
                throw new AssertionError(e);
            }
        }).wake();
    }

    @Test
    void reflection() throws Exception {
        inDomain(1, 0, (kernel, component, client) -> stopped(
                kernel,
                client,
                () -> client.misbehave(Sample.Misdeed.REFLECT),
                "privileged instruction: dev.kenari.sample.Reflect.run()V touches java.lang.Class.getDeclaredMethods"));
    }

    @Test
    void endingTheMachine() throws Exception {
        inDomain(1, 0, (kernel, component, client) -> stopped(
                kernel,
                client,
                () -> client.misbehave(Sample.Misdeed.EXIT),
                "privileged instruction: dev.kenari.sample.Exit.run()V touches java.lang.Runtime"));
    }

    @Test
    void sharedStatics() throws Exception {
        inDomain(1, 0, (kernel, component, client) -> {
            stopped(
                    kernel,
                    client,
                    () -> client.misbehave(Sample.Misdeed.SHARE),
                    "privileged instruction: dev.kenari.sample.Share.run()V touches "
                            + "a write to dev.kenari.kernel.component.SharedState");
            assertThat(SharedState.value).isZero();
        });
    }

    @Test
    void hugeAllocation() throws Exception {
        inDomain(2, 0, (kernel, component, client) -> {
            stopped(kernel, client, client::hoardAtOnce, "heap of more than 8388608 bytes");
            stopped(kernel, client, client::hoard, "heap of more than 8388608 bytes");
        });
    }

    @Test
    void endlessLoop() throws Exception {
        inDomain(1, 0, (kernel, component, client) ->
                stopped(kernel, client, client::spin, "CPU budget of 200 slices exceeded"));
    }

    @Test
    void forgedCapability() throws Exception {
        inDomain(1, 0, (kernel, component, client) -> {
            Sample other = clientOf(kernel, client).client();
            long peer = other.peer();
            assertThat(other.countAt(peer)).isEqualTo(1);
            assertThat(other.peer()).as("asked for twice").isEqualTo(peer);
            long refused = refused(kernel);
            stopped(kernel, other, () -> other.countAt(peer + 1), "CapabilityFault: forged capability");
            assertThat(refused(kernel)).isEqualTo(refused + 1);
            assertThat(client.count()).as("nobody has called").isEqualTo(2);
        });
    }

    @Test
    void capabilityToSomethingElse() throws Exception {
        inDomain(1, 0, (kernel, component, client) -> {
            Sample other = clientOf(kernel, client).client();
            long peer = other.peer();
            long frame = other.frame();
            assertThat(frame).isNotZero();
            stopped(kernel, other, () -> other.countAt(peer + 1), "CapabilityFault");
        });
    }

    @Test
    void replayedCapability() throws Exception {
        inDomain(1, 0, (kernel, component, client) -> {
            DomainComponent<Sample> other = clientOf(kernel, client);
            long peer = other.client().peer();
            component.port().revoke();
            stopped(kernel, other.client(), () -> other.client().countAt(peer), "CapabilityFault: stale capability");
            long fresh = other.client().peer();
            assertThat(other.client().countAt(fresh)).as("what it is given anew").isPositive();
        });
    }

    @Test
    void replayedGrant() throws Exception {
        inDomain(2, 0, (kernel, component, client) -> {
            long frame = kernel.frames().allocateZeroed();
            client.fill(List.of(new Sample.Piece(frame + 16, 32, false)), (byte) 7);
            assertThat(kernel.frames().memory().getByte(frame + 15)).isZero();
            assertThat(kernel.frames().memory().getByte(frame + 16)).isEqualTo((byte) 7);
            assertThat(kernel.frames().memory().getByte(frame + 47)).isEqualTo((byte) 7);
            assertThat(kernel.frames().memory().getByte(frame + 48)).isZero();
            stopped(kernel, client, () -> client.poke(frame + 16, (byte) 9), "ProtectionFault: write of 1 bytes");
            stopped(
                    kernel,
                    client,
                    () -> client.fill(List.of(new Sample.Piece(frame, 8, true)), (byte) 9),
                    "ProtectionFault: write of 8 bytes");
            assertThat(kernel.frames().memory().getByte(frame)).as("lent for reading").isZero();
            kernel.frames().release(frame);
        });
    }

    @Test
    void aGrantThatIsTakenBackWhileItIsUsed() throws Exception {
        inDomain(1, 0, (kernel, component, client) -> {
            long frame = kernel.frames().allocateZeroed();
            wakeAfter(kernel, () -> {
                kernel.allMemory().revoke();
                client.goOn();
            });
            stopped(
                    kernel,
                    client,
                    () -> client.fillLater(List.of(new Sample.Piece(frame, 8, false)), (byte) 9),
                    "ProtectionFault: write of 8 bytes");
            assertThat(kernel.frames().memory().getByte(frame)).isZero();
            kernel.frames().release(frame);
        });
    }

    @Test
    void aGrantIsPassedOnAndTakenBackWithTheFirst() throws Exception {
        inDomain(1, 0, (kernel, component, client) -> {
            Sample other = clientOf(kernel, client).client();
            long own = other.frame();
            other.haveFilled(List.of(new Sample.Piece(own + 8, 8, false)), (byte) 5, false);
            assertThat(other.peek(own + 8)).isEqualTo((byte) 5);

            long frame = kernel.frames().allocateZeroed();
            other.haveFilled(List.of(new Sample.Piece(frame, 8, false)), (byte) 5, false);
            assertThat(kernel.frames().memory().getByte(frame)).isEqualTo((byte) 5);
            wakeAfter(kernel, () -> {
                kernel.allMemory().revoke();
                client.goOn();
            });
            stopped(
                    kernel,
                    client,
                    () -> other.haveFilled(List.of(new Sample.Piece(frame, 8, false)), (byte) 6, true),
                    "ProtectionFault: write of 8 bytes");
            assertThat(kernel.frames().memory().getByte(frame)).isEqualTo((byte) 5);
            kernel.frames().release(frame);
        });
    }

    @Test
    void memoryThatIsLentIsNotReleased() throws Exception {
        inDomain(1, 0, (kernel, component, client) -> {
            Sample other = clientOf(kernel, client).client();
            long own = other.frame();
            WaitQueue done = new WaitQueue();
            boolean[] released = new boolean[1];
            wakeAfter(kernel, () -> {
                assertThatThrownBy(() -> other.release(own)).isSameAs(Errno.ECONNABORTED);
                // The domain is dead, and the frame still there for the peer that has it.
                assertThat(kernel.frames().memory().getByte(own)).isZero();
                client.goOn();
                released[0] = true;
                done.wakeAll();
            });
            assertThatThrownBy(() -> other.haveFilled(List.of(new Sample.Piece(own, 8, false)), (byte) 5, true))
                    .isSameAs(Errno.ECONNABORTED);
            while (!released[0]) {
                done.sleepUninterruptibly();
            }
            assertThat(log(kernel)).anyMatch(l -> l.contains("sample/1") && l.contains(", which is lent"));
            assertThat(client.count()).as("the peer lives").isEqualTo(1);
            assertThat(component.restarts()).isZero();
        });
    }

    private static long refused(Kernel kernel) {
        Map<String, Long> counts = kernel.ipc().all();
        return counts.get("capabilities refused");
    }
}
