package dev.kenari.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The user's terminal passes on what the guest's sends, and nothing more. Python makes the terminal. */
class HostTerminalTest {
    @TempDir
    Path home;

    @BeforeEach
    void requirePython() {
        assumeThat(Files.isExecutable(Path.of("/usr/bin/python3"))).as("skipped: install Debian package python3").isTrue();
    }

    @Test
    void addsNoCarriageReturns() throws Exception {
        Kenari.Result result = new Kenari(home).runOnTerminal("run", "--image", "embedded", "hello");
        assertThat(result.output()).isEqualTo("Hello from U-mode RV64!\r\n");
    }

    @Test
    void endsOurOwnLines() throws Exception {
        Kenari.Result result =
                new Kenari(home).runOnTerminal("run", "--timeout", "1", "--image", "embedded", "spin");
        assertThat(result.output()).isEqualTo("kenari: stopped after 1 s (--timeout)\r\n");
    }
}
