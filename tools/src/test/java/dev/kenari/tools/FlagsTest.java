package dev.kenari.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FlagsTest {
    private final RunOptions options = new RunOptions();

    private Optional<List<String>> parse(String... arguments) {
        Flags flags = new Flags("run [FLAG]...", "", "");
        options.declare(flags);
        return flags.parse(List.of(arguments));
    }

    @Test
    void leavesTheCommandsOwnFlagsAlone() {
        assertThat(parse("-i", "--image", "debian+gcc", "ls", "-l", "--stats")).hasValue(List.of("ls", "-l", "--stats"));
        assertThat(options.interactive).isTrue();
        assertThat(options.stats).isFalse();
        assertThat(options.image).isEqualTo("debian+gcc");
    }

    @Test
    void endsAtTwoDashes() {
        assertThat(parse("-i", "--", "-x")).hasValue(List.of("-x"));
    }

    @Test
    void readsClustersOfShortFlags() {
        assertThat(parse("-iteA=b", "-w/tmp", "sh")).hasValue(List.of("sh"));
        assertThat(options.interactive).isTrue();
        assertThat(options.tty).isTrue();
        assertThat(options.environment).containsExactly("A=b");
        assertThat(options.directory).isEqualTo("/tmp");
    }

    @Test
    void readsValuesAfterAnEqualsSign() {
        assertThat(parse("--timeout=1.5m", "--memory=64M", "-e", "A=", "x")).hasValue(List.of("x"));
        assertThat(options.timeout).isEqualTo(Duration.ofSeconds(90));
        assertThat(options.memory).isEqualTo(64L << 20);
        assertThat(options.environment).containsExactly("A=");
    }

    @Test
    void collectsRepeatedVolumes() {
        parse("-v", "/a:/b", "-v", "/c:/d:ro", "x");
        assertThat(options.volumes).containsExactly("/a:/b", "/c:/d:ro");
    }

    @Test
    void saysWhatIsWrong() {
        assertThatThrownBy(() -> parse("--nonsense")).hasMessage("unknown flag --nonsense; see 'kenari run --help'");
        assertThatThrownBy(() -> parse("-ix")).hasMessageStartingWith("unknown flag -x");
        assertThatThrownBy(() -> parse("-m")).hasMessageStartingWith("-m needs BYTES");
        assertThatThrownBy(() -> parse("-m", "lots")).hasMessageStartingWith("-m: 'lots' is no size (try 512m)");
        assertThatThrownBy(() -> parse("--cpus", "two")).hasMessageStartingWith("--cpus: 'two' is no number");
        assertThatThrownBy(() -> parse("--timeout", "soon")).hasMessageStartingWith("--timeout: 'soon' is no duration");
        assertThatThrownBy(() -> parse("--stats=yes")).hasMessageStartingWith("--stats takes no value");
    }
}
