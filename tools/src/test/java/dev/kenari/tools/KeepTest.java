package dev.kenari.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code run --keep NAME}, {@code kenari keep}, and images that are ext4 disks. */
@Tag("slow")
class KeepTest {
    /** Makes the file /k and ends with the errno: 0, or EEXIST if there is one. */
    private static final String MAKE = """
            _start:
                addi sp, sp, -16
                li   t0, 0x6b2f         # "/k"
                sd   t0, 0(sp)
                li   a0, -100           # AT_FDCWD
                mv   a1, sp
                li   a2, 0xc2           # O_RDWR | O_CREAT | O_EXCL
                li   a3, 0x1a4
                li   a7, 56             # openat
                ecall
                blez a0, failed
                li   a0, 0
            failed:
                neg  a0, a0
                li   a7, 93             # exit
                ecall
            """;

    private static final int EEXIST = 17;

    @TempDir
    private Path home;

    private Path image;

    @BeforeEach
    void makeImage() throws IOException {
        image = directory("image");
    }

    private Path directory(String name) throws IOException {
        Path root = Files.createDirectories(home.resolve(name).resolve("bin")).getParent();
        Files.write(root.resolve("bin/make"), Kenari.program(MAKE)).toFile().setExecutable(true);
        return root;
    }

    private Kenari.Result kenari(String... arguments) throws IOException, InterruptedException {
        return new Kenari(home).with("XDG_DATA_HOME", home.resolve("data").toString()).run(arguments);
    }

    private int make(String... flags) throws IOException, InterruptedException {
        var arguments = new java.util.ArrayList<>(List.of("run"));
        arguments.addAll(List.of(flags));
        arguments.add("/bin/make");
        Kenari.Result result = kenari(arguments.toArray(String[]::new));
        assertThat(result.error()).isEmpty();
        return result.status();
    }

    private static String tool(String name) {
        Path path = Path.of("/usr/sbin", name);
        assumeTrue(Files.isExecutable(path), "needs the Debian package e2fsprogs");
        return path.toString();
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    @Test
    void theNextRunOfTheNameSeesWhatTheLastOneChanged() throws Exception {
        String where = image.toString();
        assertThat(make("--image", where, "--keep", "one")).isZero();
        assertThat(make("--image", where, "--keep", "one")).isEqualTo(EEXIST);
        assertThat(make("--image", where, "--keep", "two")).isZero();
        assertThat(make("--image", where)).isZero();
        assertThat(kenari("keep", "ls", "--json").output())
                .matches("\\[\\{\"name\":\"one\",\"used\":\"[^\"]+Z\",\"image\":\"[^\"]+\"},\\{\"name\":\"two\".*\\]\n");
        assertThat(kenari("keep", "rm", "one").status()).isZero();
        assertThat(make("--image", where, "--keep", "one")).isZero();
        Path disk = home.resolve("data/kenari/keep/one/disk.ext4");
        assertThat(run(tool("e2fsck"), "-fn", disk.toString())).isZero();
    }

    @Test
    void changesOfOneImageAreNotPutOverAnother() throws Exception {
        assertThat(make("--image", image.toString(), "--keep", "one")).isZero();
        Path other = directory("other");
        Files.writeString(other.resolve("more"), "more");
        Kenari.Result result = kenari("run", "--image", other.toString(), "--keep", "one", "/bin/make");
        assertThat(result.errorLines()).singleElement().asString().startsWith("error: keep-of-other-image: one keeps");
        assertThat(result.status()).isEqualTo(125);
    }

    @Test
    void badNamesAndUnknownOnesAreOneLine() throws Exception {
        Kenari.Result bad = kenari("run", "--image", image.toString(), "--keep", "../x", "/bin/make");
        assertThat(bad.errorLines()).singleElement().asString().startsWith("error: bad-keep: ");
        assertThat(kenari("keep", "rm", "none").errorLines()).containsExactly(
                "error: no-such-keep: none: nothing is kept under that name");
        assertThat(kenari("keep", "ls", "--json").output()).isEqualTo("[]\n");
    }

    @Test
    void anExt4ImageIsBootedAndNeverWritten() throws Exception {
        String disk = home.resolve("image.ext4").toString();
        assertThat(run(tool("mke2fs"), "-q", "-t", "ext4", "-d", image.toString(), disk, "16M")).isZero();
        byte[] before = Files.readAllBytes(Path.of(disk));
        assertThat(make("--image", disk)).isZero();
        assertThat(make("--image", disk)).isZero();
        assertThat(make("--image", disk, "--keep", "one")).isZero();
        assertThat(make("--image", disk, "--keep", "one")).isEqualTo(EEXIST);
        assertThat(Files.readAllBytes(Path.of(disk))).isEqualTo(before);
    }
}
