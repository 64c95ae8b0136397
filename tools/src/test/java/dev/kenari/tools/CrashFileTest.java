package dev.kenari.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a dump's reader makes of files that nobody vouches for. */
class CrashFileTest {
    @TempDir
    Path directory;

    private Path file(String header, String section) throws IOException {
        Path file = directory.resolve("dump.zip");
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (String[] entry : new String[][] {{"kenari-crash", header}, {"sections/log", section}}) {
                zip.putNextEntry(new ZipEntry(entry[0]));
                zip.write(entry[1].getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
        return file;
    }

    private static void isRefused(Path file, String why) {
        assertThatThrownBy(() -> CrashFile.read(file))
                .isInstanceOfSatisfying(UserError.class, e -> assertThat(e.line()).matches("error: crash-file: .*" + why + ".*"));
    }

    @Test
    void readsWhatIsThere() throws IOException {
        CrashFile.Contents contents = CrashFile.read(file("format 1\nreason why\n", "a\nb\n"));
        assertThat(contents.header()).containsEntry("reason", "why");
        assertThat(contents.sections()).containsEntry("log", List.of("a", "b"));
    }

    @Test
    void refusesOtherFormats() throws IOException {
        isRefused(file("format 2\n", ""), "its format is 2, not 1");
        isRefused(file("", ""), "its format is unknown");
    }

    @Test
    void refusesWhatIsNoDump() throws IOException {
        isRefused(directory, "is no file");
        isRefused(directory.resolve("none"), "is no file");
        isRefused(Files.write(directory.resolve("text"), List.of("text")), "is no crash dump");
        isRefused(Files.createFile(directory.resolve("empty")), "is no crash dump");
    }

    @Test
    void refusesSectionsWithoutEnd() throws IOException {
        Path file = directory.resolve("dump.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("kenari-crash"));
            zip.write("format 1\n".getBytes(StandardCharsets.UTF_8));
            zip.putNextEntry(new ZipEntry("sections/log"));
            byte[] zeroes = new byte[1 << 20];
            for (int i = 0; i <= 64; i++) {
                zip.write(zeroes);
            }
        }
        isRefused(file, "too long");
    }

    @Test
    void damageIsOneLine() throws IOException {
        byte[] good = Files.readAllBytes(file("format 1\n", "line\n".repeat(1000)));
        long seed = Long.getLong("kenari.seed", System.nanoTime());
        System.out.println("kenari.seed=" + seed);
        Random random = new Random(seed);
        Path damaged = directory.resolve("damaged");
        for (int i = 0; i < 500; i++) {
            byte[] bytes = Arrays.copyOf(good, random.nextBoolean() ? good.length : random.nextInt(good.length));
            for (int flips = random.nextInt(4); flips > 0 && bytes.length > 0; flips--) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            Files.write(damaged, bytes);
            try {
                CrashFile.read(damaged);
            } catch (UserError e) {
                assertThat(e.line()).doesNotContain("\n");
            }
        }
    }

    @Test
    void guestBytesDoNotReachTheTerminal() {
        assertThat(CrashFile.printable("a\u001b[2J\u009bb\tc\u0000")).isEqualTo("a?[2J?b\tc?");
    }
}
