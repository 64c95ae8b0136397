package dev.kenari.image.debian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Debian Policy, section 5.6.12. */
final class DebianVersionTest {
    /** Each is older than the next. */
    private static final List<String> ASCENDING = List.of(
            "~~",
            "~~a",
            "~",
            "0",
            "0.0",
            "1.0~beta1~svn1245",
            "1.0~beta1",
            "1.0",
            "1.0-1~bpo12+1",
            "1.0-1",
            "1.0-1+b1",
            "1.0-1+b10",
            "1.0-1.1",
            "1.0-10",
            "1.0a",
            "1.0+dfsg",
            "1.0.1",
            "1.2",
            "1.10",
            "1.18446744073709551617",
            "1:0.1",
            "2:0");

    @Test
    void ordersKnownVersions() {
        for (int i = 0; i < ASCENDING.size(); i++) {
            for (int j = 0; j < ASCENDING.size(); j++) {
                int order = DebianVersion.parse(ASCENDING.get(i)).compareTo(DebianVersion.parse(ASCENDING.get(j)));
                assertThat(Integer.signum(order))
                        .as("%s against %s", ASCENDING.get(i), ASCENDING.get(j))
                        .isEqualTo(Integer.compare(i, j));
            }
        }
    }

    @Test
    void countsLackingPartsAsZero() {
        assertThat(DebianVersion.parse("1.0")).isEqualByComparingTo(DebianVersion.parse("0:1.0-0"));
        assertThat(DebianVersion.parse("1.00")).isEqualByComparingTo(DebianVersion.parse("1.0"));
    }

    @Test
    void agreesWithDpkgOnRandomVersions() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/dpkg")), "needs dpkg (Debian package dpkg)");
        long seed = Long.getLong("kenari.seed", new Random().nextLong());
        System.out.println("DebianVersionTest seed " + seed + " (-Dkenari.seed)");
        Random random = new Random(seed);
        StringBuilder script = new StringBuilder();
        for (int i = 0; i < 150; i++) {
            String a = version(random);
            String b = random.nextInt(4) == 0 ? a + random.nextInt(3) : version(random);
            int order = Integer.signum(DebianVersion.parse(a).compareTo(DebianVersion.parse(b)));
            String relation = order < 0 ? "lt" : order == 0 ? "eq" : "gt";
            script.append("dpkg --compare-versions '%s' %s '%s' || echo wrong: '%s' %s '%s'%n"
                    .formatted(a, relation, b, a, relation, b));
        }
        Process shell = new ProcessBuilder("sh", "-c", script.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(shell.getInputStream().readAllBytes());
        shell.waitFor();
        assertThat(output).as("seed %d", seed).isEmpty();
    }

    private static String version(Random random) {
        StringBuilder text = new StringBuilder();
        if (random.nextInt(4) == 0) {
            text.append(random.nextInt(3)).append(':');
        }
        text.append(random.nextInt(3)); // dpkg wants a digit first
        for (int i = random.nextInt(6); i > 0; i--) {
            text.append("01290az.+~".charAt(random.nextInt(10)));
        }
        if (random.nextBoolean()) {
            text.append('-').append("01a+~9".charAt(random.nextInt(6))).append(random.nextInt(12));
        }
        return text.toString();
    }
}
