package dev.kenari.process.tty;

import static dev.kenari.abi.TermiosBits.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random settings and input, compared with the host's own line discipline. */
class HostTerminalTest {
    private static final int CASES = 400;
    private static final int[] INPUT = {ISTRIP, INLCR, IGNCR, ICRNL, IUCLC, IMAXBEL, IUTF8};
    private static final int[] OUTPUT = {OPOST, OLCUC, ONLCR, OCRNL, ONOCR, ONLRET, XTABS};
    private static final int[] LOCAL = {ICANON, ECHO, ECHOE, ECHOK, ECHONL, ECHOCTL, ECHOPRT, ECHOKE, IEXTEN};
    private static final String KEYS = "ab _.\t\b\n\r\u0001\u0004\u0012\u0015\u0016\u0017\u007f;A\u00c3\u00a4\u00e1\u0000";

    @Test
    void behavesAsTheHostDoes() throws Exception {
        long seed = Long.getLong("kenari.seed", 20260101L);
        System.out.println("HostTerminalTest: -Dkenari.seed=" + seed);
        Random random = new Random(seed);
        Process host = start();
        try (Writer cases = host.outputWriter(StandardCharsets.US_ASCII);
                BufferedReader answers = host.inputReader(StandardCharsets.US_ASCII)) {
            for (int i = 0; i < CASES; i++) {
                Termios termios = termios(random);
                String typed = typed(random);
                int size = random.nextInt(4) == 0 ? 1 + random.nextInt(5) : 1024;
                cases.write(describe(termios, typed, size) + "\n");
                cases.flush();
                assertThat(play(termios, typed, size))
                        .as("case %d: %s", i, describe(termios, typed, size))
                        .isEqualTo(answers.readLine());
            }
        } finally {
            host.destroy();
        }
    }

    private static Process start() throws IOException {
        String script;
        try (InputStream in = HostTerminalTest.class.getResourceAsStream("pty_oracle.py")) {
            script = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        }
        try {
            return new ProcessBuilder("python3", "-c", script)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            assumeTrue(false, "skipped: no python3 here (Debian package python3)");
            throw e;
        }
    }

    private static int some(Random random, int... flags) {
        int union = 0;
        for (int flag : flags) {
            union |= random.nextInt(3) > 0 ? flag : 0;
        }
        return union;
    }

    private static Termios termios(Random random) {
        Termios termios = Termios.INITIAL
                .withInput(some(random, INPUT))
                .withOutput(some(random, OUTPUT))
                .withLocal(some(random, LOCAL));
        return random.nextBoolean() ? termios : termios.withCharacter(VEOL, ';');
    }

    private static String typed(Random random) {
        StringBuilder typed = new StringBuilder();
        for (int n = 1 + random.nextInt(40); n > 0; n--) {
            typed.append(KEYS.charAt(random.nextInt(KEYS.length())));
        }
        return typed.toString();
    }

    private static String describe(Termios t, String typed, int size) {
        HexFormat hex = HexFormat.of();
        return t.input() + " " + t.output() + " " + t.local() + " " + hex.formatHex(t.characters()) + " "
                + hex.formatHex(typed.getBytes(StandardCharsets.ISO_8859_1)) + " " + size;
    }

    private static String play(Termios termios, String typed, int size) {
        Typist typist = new Typist().with(termios);
        List<String> answer = new ArrayList<>(List.of(typist.type(typed)));
        for (String read = typist.read(size); read != null; read = typist.read(size)) {
            answer.add(read);
        }
        return String.join(" ", answer.stream().map(HostTerminalTest::hex).toList());
    }

    private static String hex(String bytes) {
        return bytes.isEmpty() ? "-" : HexFormat.of().formatHex(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }
}
