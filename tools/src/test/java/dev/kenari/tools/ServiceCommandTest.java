package dev.kenari.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kenari service} and the system that it talks to, each a process of its own. */
@Tag("slow")
class ServiceCommandTest {
    /** Ends when there is a file /v/e. */
    private static final String WAIT = """
            _start:
                addi sp, sp, -32
                li   t0, 0x652f762f     # "/v/e"
                sd   t0, 0(sp)
            again:
                li   a0, -100           # AT_FDCWD
                mv   a1, sp
                li   a2, 0
                li   a3, 0
                li   a7, 56             # openat
                ecall
                bgez a0, done
                sd   zero, 8(sp)
                li   t0, 100000000
                sd   t0, 16(sp)
                addi a0, sp, 8
                li   a1, 0
                li   a7, 101            # nanosleep
                ecall
                j    again
            done:
                li   a0, 0
                li   a7, 93             # exit
                ecall
            """;

    @TempDir
    Path directory;

    private Kenari kenari() {
        return new Kenari(directory).with("XDG_RUNTIME_DIR", directory.toString());
    }

    /** A jar with one class as it is. */
    private Path jar(String name) throws Exception {
        Path jar = directory.resolve("next.jar");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar));
                InputStream in = ClassLoader.getSystemResourceAsStream(name)) {
            zip.putNextEntry(new ZipEntry(name));
            in.transferTo(zip);
        }
        return jar;
    }

    private String line(String service) throws Exception {
        return kenari().run("service", "ls").output().lines().filter(l -> l.startsWith(service + " ")).findFirst().orElse("").replaceAll(" +", " ");
    }

    @Test
    void listsRestartsAndUpdates() throws Exception {
        Path image = Files.createDirectories(directory.resolve("image/v")).getParent();
        Path program = image.resolve("wait");
        Files.write(program, Kenari.program(WAIT));
        assertThat(program.toFile().setExecutable(true)).isTrue();
        Path shared = Files.createDirectory(directory.resolve("shared"));
        Path disk = Files.write(directory.resolve("d.img"), new byte[1 << 20]);
        assertThat(kenari().run("service", "ls").error())
                .isEqualTo("error: service: no system with services in domains runs: start one with --design micro\n");
        CompletableFuture<Kenari.Result> system = CompletableFuture.supplyAsync(() -> {
            try {
                return kenari().run("run", "--design", "micro", "--image", image.toString(), "--disk", disk.toString(),
                        "-v", shared + ":/v", "--timeout", "100", "/wait");
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        while (line("virtio_blk/vda").isEmpty()) {
            assertThat(system).isNotDone();
        }
        String jar = jar("dev/kenari/drivers/virtio/BlockDriver.class").toString();
        assertThat(line("virtio_blk/vda")).isEqualTo("virtio_blk/vda running 0 0");
        assertThat(kenari().run("service", "update", "virtio_blk/vda", jar)).isEqualTo(new Kenari.Result(0, "", ""));
        assertThat(line("virtio_blk/vda")).isEqualTo("virtio_blk/vda running 0 1");
        assertThat(kenari().run("service", "update", "virtio_net", jar).errorLines())
                .containsExactly("error: service: virtio_net: no service of that name is in a domain");
        assertThat(kenari().run("service", "update", "virtio_blk/vda", disk.toString()).error()).startsWith("error: bad-jar: ");
        assertThat(kenari().run("service", "restart", "virtio_rng").status()).isZero();
        Files.createFile(shared.resolve("e"));
        assertThat(system.get().status()).as(system.get().error()).isZero();
        assertThat(Files.list(directory.resolve("kenari"))).isEmpty();
    }
}
