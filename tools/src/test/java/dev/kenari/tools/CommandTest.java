package dev.kenari.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

class CommandTest {
    private RunOptions options;

    private List<String> parse(String... arguments) {
        ParseResult given = Main.parse(Stream.concat(Stream.of("run"), Stream.of(arguments)).toArray(String[]::new));
        options = new RunOptions(given);
        return Command.operands(given);
    }

    private static String mistake(String... arguments) {
        String[] all = Stream.concat(Stream.of("run"), Stream.of(arguments)).toArray(String[]::new);
        return Main.explain(catchThrowableOfType(ParameterException.class, () -> Main.parse(all)));
    }

    @Test
    void leavesTheCommandsOwnFlagsAlone() {
        assertThat(parse("-i", "--image", "debian+gcc", "ls", "-l", "--stats")).isEqualTo(List.of("ls", "-l", "--stats"));
        assertThat(options.interactive).isTrue();
        assertThat(options.stats).isFalse();
        assertThat(options.image).isEqualTo("debian+gcc");
    }

    @Test
    void endsAtTwoDashes() {
        assertThat(parse("-i", "--", "-x")).isEqualTo(List.of("-x"));
    }

    @Test
    void readsClustersOfShortFlags() {
        assertThat(parse("-iteA=b", "-w/tmp", "sh")).isEqualTo(List.of("sh"));
        assertThat(options.interactive).isTrue();
        assertThat(options.tty).isTrue();
        assertThat(options.environment).containsExactly("A=b");
        assertThat(options.directory).isEqualTo("/tmp");
    }

    @Test
    void readsValuesAfterAnEqualsSign() {
        assertThat(parse("--timeout=1.5m", "--memory=64M", "-e", "A=", "x")).isEqualTo(List.of("x"));
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
    void takesTheLastOfTwoValues() {
        parse("--image", "debian", "--image", "embedded", "x");
        assertThat(options.image).isEqualTo("embedded");
    }

    @Test
    void leavesArgumentsAsTheyAre() {
        assertThat(parse("echo", "@/etc/hostname", "\"a\"", "")).isEqualTo(List.of("echo", "@/etc/hostname", "\"a\"", ""));
        parse("-e", "A=${sys:user.name}", "-e", "B=\"b\"", "x");
        assertThat(options.environment).containsExactly("A=${sys:user.name}", "B=\"b\"");
    }

    @Test
    void saysWhatIsWrong() {
        assertThat(mistake("--nonsense")).isEqualTo("unknown flag --nonsense");
        assertThat(mistake("-ix")).isEqualTo("unknown flag -x");
        assertThat(mistake("-m")).isEqualTo("-m needs BYTES");
        assertThat(mistake("-m", "lots")).isEqualTo("-m: 'lots' is no size (try 512m)");
        assertThat(mistake("--cpus", "two")).isEqualTo("--cpus: 'two' is no number");
        assertThat(mistake("--seed", "9223372036854775808")).isEqualTo("--seed: '9223372036854775808' is no number");
        assertThat(mistake("--timeout", "soon")).isEqualTo("--timeout: 'soon' is no duration (try 10s)");
        assertThat(mistake("--stats=yes")).isEqualTo("option '--stats' should be specified without 'yes' parameter");
    }

    @Test
    void describesOnlyTheCommandThatIsNamed() {
        assertThat(new KenariCommand("run").spec().subcommands()).containsOnlyKeys("run");
        assertThat(new KenariCommand("").spec().subcommands()).containsKeys("run", "shell", "image", "doctor");
    }
}
