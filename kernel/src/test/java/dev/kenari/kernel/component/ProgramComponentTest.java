package dev.kenari.kernel.component;

import static dev.kenari.kernel.component.SampleDomains.SAMPLE;
import static dev.kenari.kernel.component.SampleDomains.limits;
import static dev.kenari.kernel.component.SampleDomains.log;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.domain.DomainQuota;
import dev.kenari.kernel.harness.KernelHarness;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of a component's calls when its instances are programs. Each is a task here, with the descriptors that a program has. */
class ProgramComponentTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int HEADER = 16;

    /** What one instance does from its start to its end. */
    private interface Program {
        void run(ProgramInstance self) throws Errno;
    }

    private interface Body {
        void run(Kernel kernel, ProgramComponent<Sample> component, Sample client) throws Exception;
    }

    /** @param programs of the instances, one after the other; the last one is every further one's too */
    private static void with(int restarts, long replyNanos, List<Program> programs, Body body) throws Exception {
        KernelHarness.inKernel(kernel -> {
            ProgramComponent<Sample> component = new ProgramComponent<>(
                    kernel, SAMPLE, "sample/0", new byte[0], limits(DomainQuota.DEFAULT, restarts, replyNanos), null);
            Deque<Program> next = new ArrayDeque<>(programs);
            component.start((instance, name, image, arguments) -> {
                Program program = next.size() > 1 ? next.remove() : next.element();
                kernel.task("program", task -> {
                    try {
                        program.run(instance);
                        instance.kill("exit status 0");
                    } catch (Errno e) {
                        instance.kill(e.symbol());
                    }
                }).wake();
                return () -> {};
            });
            body.run(kernel, component, component.client());
        });
    }

    private static ByteBuffer take(ProgramInstance self) throws Errno {
        return ByteBuffer.wrap(self.take(4096, false)).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] reply(long number, int error, int... words) {
        ByteBuffer reply = ByteBuffer.allocate(HEADER + 4 * words.length).order(ByteOrder.LITTLE_ENDIAN);
        reply.putLong(number).putInt(error).putInt(4 * words.length);
        for (int word : words) {
            reply.putInt(word);
        }
        return reply.array();
    }

    /** Divides a hundred by what it is asked, and fails as asked by negative numbers. */
    private static void divide(ProgramInstance self) throws Errno {
        while (true) {
            ByteBuffer request = take(self);
            int by = request.getInt(HEADER);
            self.reply(by < 0 ? reply(request.getLong(0), -by) : reply(request.getLong(0), 0, 100 / by));
        }
    }

    private static void takeAndEnd(ProgramInstance self) throws Errno {
        take(self);
    }

    @Test
    void callsTravelAsBytes() throws Exception {
        with(0, 0, List.of(ProgramComponentTest::divide), (kernel, component, client) -> {
            assertThat(client.divide(4)).isEqualTo(25);
            assertThatThrownBy(() -> client.divide(-Errno.EDOM.number())).isSameAs(Errno.EDOM);
            assertThat(component.runs()).isTrue();
        });
    }

    @Test
    void aCallThatItsEndLeavesGoesToTheNextIfItMayBeRepeated() throws Exception {
        List<Program> programs = List.of(
                ProgramComponentTest::takeAndEnd, ProgramComponentTest::takeAndEnd, ProgramComponentTest::divide);
        with(5, 0, programs, (kernel, component, client) -> {
            assertThat(client.divide(5)).isEqualTo(20);
            assertThat(component.restarts()).isEqualTo(2);
            assertThat(log(kernel)).contains("sample/0: process ended: exit status 0", "sample/0: restarted");
        });
        with(5, 0, programs, (kernel, component, client) -> {
            assertThatThrownBy(() -> client.divideOnce(5)).isSameAs(Errno.ECONNABORTED);
            assertThatThrownBy(() -> client.divideOnce(5)).isSameAs(Errno.ECONNABORTED);
            assertThat(client.divideOnce(5)).isEqualTo(20);
        });
    }

    @Test
    void whatDoesNotReplyIsEnded() throws Exception {
        Program deaf = self -> {
            while (true) {
                take(self);
            }
        };
        with(5, SECOND / 100, List.of(deaf, ProgramComponentTest::divide), (kernel, component, client) -> {
            assertThat(client.divide(5)).isEqualTo(20);
            assertThat(log(kernel)).contains("sample/0: process ended: no reply to divide in 10 ms");
        });
    }

    @Test
    void whatAlwaysEndsIsGivenUp() throws Exception {
        with(3, 0, List.of(ProgramComponentTest::takeAndEnd), (kernel, component, client) -> {
            assertThatThrownBy(() -> client.divide(1)).isSameAs(Errno.ENOTCONN);
            assertThat(component.restarts()).isEqualTo(3);
            assertThat(component.runs()).isFalse();
        });
    }

    @Test
    void whatNeverAsksForRequestsIsGivenUp() throws Exception {
        with(2, 0, List.of(self -> {}), (kernel, component, client) -> {
            assertThatThrownBy(() -> client.divide(1)).isSameAs(Errno.ENOTCONN);
            assertThat(component.restarts()).isZero();
        });
    }

    @Test
    void whatIsNoReplyIsRefusedAndTheCallerWaitsOn() throws Exception {
        List<Errno> refusals = new ArrayList<>();
        Program liar = self -> {
            ByteBuffer request = take(self);
            long number = request.getLong(0);
            byte[] longer = reply(number, 0, 7);
            longer[12] = 3;
            for (byte[] wrong : List.of(
                    new byte[3],
                    reply(number, 0),
                    reply(number, 0, 1, 2),
                    reply(number, -1, 1),
                    reply(number, 1000),
                    longer,
                    reply(number + 1, 0, 7))) {
                try {
                    self.reply(wrong);
                } catch (Errno e) {
                    refusals.add(e);
                }
            }
            self.reply(reply(number, 0, 42));
            divide(self);
        };
        with(0, 0, List.of(liar), (kernel, component, client) -> {
            assertThat(client.divide(1)).isEqualTo(42);
            assertThat(refusals).containsOnly(Errno.EINVAL, Errno.ENOENT).hasSize(7);
            assertThat(refusals.getLast()).isEqualTo(Errno.ENOENT);
        });
    }

    @Test
    void memoryCannotBeLent() throws Exception {
        with(0, 0, List.of(ProgramComponentTest::divide), (kernel, component, client) -> {
            Sample.Piece piece = new Sample.Piece(kernel.frames().allocate(), 1, false);
            assertThatThrownBy(() -> client.fill(List.of(piece), (byte) 1)).isSameAs(Errno.EOPNOTSUPP);
        });
    }
}
