package dev.kenari.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code kenari}, with a stand-in for Java that says what it was given. */
class LauncherTest {
    private static final String JAVA = """
            #!/bin/sh
            case "$*" in *"run true") ;; *) exit 1 ;; esac
            given=$(for fd in 0 1 2; do echo "$fd: $(readlink "/proc/$$/fd/$fd" || echo closed)"; done)
            printf '%s\\n%s\\n' "$given" "$*" >"$REPORT"
            exit 7
            """;

    @TempDir
    Path directory;

    @BeforeEach
    void install() throws IOException {
        Files.copy(Path.of("../kenari"), directory.resolve("kenari"));
        Files.createDirectories(directory.resolve("tools/src/main/sh"));
        Files.copy(Path.of("src/main/sh/jdk.sh"), directory.resolve("tools/src/main/sh/jdk.sh"));
        Files.createDirectories(directory.resolve("tools/target/app"));
        Files.createFile(directory.resolve("tools/target/app/.built"));
        Files.createDirectories(directory.resolve("jdk/bin"));
        Files.writeString(directory.resolve("jdk/release"), "JAVA_VERSION=\"25.0.3\"\n");
        Path java = Files.writeString(directory.resolve("jdk/bin/java"), JAVA);
        assertThat(java.toFile().setExecutable(true)).isTrue();
    }

    private String run(String redirections) throws Exception {
        Path report = directory.resolve("report");
        ProcessBuilder builder =
                new ProcessBuilder("/bin/sh", "-c", "sh ./kenari run true " + redirections).directory(directory.toFile());
        builder.environment().put("KENARI_JAVA_HOME", directory.resolve("jdk").toString());
        builder.environment().put("REPORT", report.toString());
        Process process = builder.redirectErrorStream(true).start();
        String words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(words).isEqualTo(7);
        return Files.readString(report);
    }

    @Test
    void startsJavaWithTheArguments() throws Exception {
        assertThat(run("</dev/null")).endsWith("dev.kenari.tools.Main run true\n");
    }

    @Test
    void neverLeavesAStandardDescriptorClosed() throws Exception {
        assertThat(run("<&- >&- 2>&-")).startsWith("0: /dev/null\n1: /dev/null\n2: /dev/null\n");
    }

    @Test
    void leavesOpenDescriptorsAlone() throws Exception {
        assertThat(run("</dev/zero >/dev/null")).startsWith("0: /dev/zero\n1: /dev/null\n2: pipe:");
    }
}
