package dev.kenari.kernel.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kenari.abi.Errno;
import java.util.List;
import org.junit.jupiter.api.Test;

class MarshallingTest {
    public enum Colour {
        RED,
        GREEN
    }

    public record Label(String text, boolean bold) {}

    public record Point(int x, long y, String name, Colour colour, byte[] raw, List<Label> tags, Label[] more) {}

    @Protocol
    public interface Sample {
        Point echo(Point point, int[] numbers) throws Errno;

        void fail(int errno) throws Errno;
    }

    @Protocol
    public interface Leaky {
        void take(Thread thread);
    }

    private static final class Recorder implements Sample {
        Point received;

        @Override
        public Point echo(Point point, int[] numbers) {
            received = point;
            numbers[0]++;
            return point;
        }

        @Override
        public void fail(int errno) throws Errno {
            throw Errno.of(errno);
        }
    }

    private final Recorder recorder = new Recorder();
    private final MarshallingConnector connector = new MarshallingConnector();
    private final Sample client = connector.connect(Sample.class, recorder);

    @Test
    void noReferencePasses() throws Errno {
        byte[] raw = {1, 2, -3};
        Label label = new Label("caf\u00e9\0", true);
        Point sent = new Point(1, 1L << 40, null, Colour.GREEN, raw, List.of(label), new Label[] {label, null});
        int[] numbers = {5};
        Point got = client.echo(sent, numbers);
        assertThat(got).isNotSameAs(sent).usingRecursiveComparison().isEqualTo(sent);
        assertThat(recorder.received).isNotSameAs(sent).isNotSameAs(got);
        assertThat(recorder.received.raw()).isNotSameAs(raw);
        assertThat(numbers).as("an array is copied, not shared").containsExactly(5);
        assertThat(connector.messages()).isEqualTo(1);
    }

    @Test
    void errnoPasses() {
        assertThatThrownBy(() -> client.fail(Errno.ENOENT.number())).isSameAs(Errno.ENOENT);
        assertThatThrownBy(() -> client.fail(Errno.ERESTARTSYS.number())).isSameAs(Errno.ERESTARTSYS);
    }

    @Test
    void refusesWhatIsNoPlainValue() {
        assertThatThrownBy(() -> connector.connect(Leaky.class, thread -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("java.lang.Thread");
    }
}
