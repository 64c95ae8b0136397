package dev.kenari.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kenari.designs.ComponentState;
import dev.kenari.designs.RunningSystem;
import dev.kenari.designs.microkernel.Microkernel;
import dev.kenari.drivers.virtio.BlockDriver;
import dev.kenari.kernel.component.UpdateRefused;
import dev.kenari.machine.disk.MemoryDisk;
import dev.kenari.vfs.ext4.Ext4FileSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service is replaced by another version in the middle of its work, or the new version is refused; the programs don't notice. */
class LiveUpdateTest {
    private static final long MIB = 1L << 20;
    private static final Path SOURCES = Path.of("../../services");

    @TempDir
    Path directory;

    /** The classes of the package of {@code type}, whose source says {@code changed} where it said {@code text}. */
    private Map<String, byte[]> version(String module, Class<?> type, String text, String changed) {
        String name = type.getName().replace('.', '/');
        try {
            String source = Files.readString(SOURCES.resolve(module).resolve("src/main/java").resolve(name + ".java"));
            assertThat(source).containsOnlyOnce(text);
            Path file = directory.resolve("source").resolve(type.getSimpleName() + ".java");
            Files.createDirectories(file.getParent());
            Files.writeString(file, source.replace(text, changed));
            Path classes = Files.createTempDirectory(directory, "classes");
            int status = ToolProvider.getSystemJavaCompiler().run(
                    null, null, null, "-XDstringConcat=inline", "-cp", System.getProperty("java.class.path"),
                    "-d", classes.toString(), file.toString());
            assertThat(status).isZero();
            Map<String, byte[]> result = new HashMap<>();
            try (Stream<Path> compiled = Files.walk(classes)) {
                for (Path path : compiled.filter(Files::isRegularFile).toList()) {
                    String binary = classes.relativize(path).toString().replace('/', '.');
                    result.put(binary.substring(0, binary.length() - ".class".length()), Files.readAllBytes(path));
                }
            }
            return result;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void update(RunningSystem system, String service, Map<String, byte[]> classes) {
        try {
            system.update(service, classes);
        } catch (UpdateRefused | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Guest.Result run(Consumer<RunningSystem> meanwhile, String script) throws Exception {
        return Guest.of(DebianImage.open("debian+e2fsprogs,fdisk,sqlite3"))
                .withDesign(Microkernel.DESIGN)
                .withDisk(new MemoryDisk(64 * MIB))
                .disturbed(meanwhile, "sh", "-c", script);
    }

    private static ComponentState state(RunningSystem system, String service) {
        return system.components().stream().filter(c -> c.name().equals(service)).findFirst().orElseThrow();
    }

    @Test
    void theBlockDriverAgainAndAgainWhileADiskIsWritten() throws Exception {
        Map<String, byte[]> next = version("drivers", BlockDriver.class, "private long sequence;", "private long sequence = 1000;");
        AtomicInteger updates = new AtomicInteger();
        Guest.Result result = run(
                system -> {
                    if (state(system, "virtio_blk/vda").updates() < 5) {
                        update(system, "virtio_blk/vda", next);
                    }
                    ComponentState now = state(system, "virtio_blk/vda");
                    assertThat(now.restarts()).isZero();
                    updates.set(now.updates());
                },
                "dd if=/dev/urandom of=/tmp/a bs=64k count=32 2>/dev/null; w() { awk '{print $8}' /sys/block/vda/stat; }\n"
                        + "before=$(w); echo ready; end=$(($(date +%s) + 3)); while [ $(date +%s) -lt $end ]; do for j in 0 1 2 3; do\n"
                        + "dd if=/tmp/a of=/dev/vda bs=64k seek=$((j*64)) conv=fsync 2>/dev/null || exit 1; done\n"
                        + "for j in 0 1 2 3; do dd if=/dev/vda bs=64k skip=$((j*64)) count=32 iflag=direct 2>/dev/null"
                        + " | cmp - /tmp/a || exit 2; done; done; [ $(($(w) - before)) -ge 4 ] && echo same");
        assertThat(result.status()).as(result.output() + result.error()).isZero();
        assertThat(result.output()).isEqualTo("ready\nsame\n");
        assertThat(updates.get()).isPositive();
    }

    @Test
    void theFileServerWithAnUnlinkedFileOpen() throws Exception {
        Map<String, byte[]> next =
                version("vfs", Ext4FileSystem.class, "private static final int NAME_MAX = 255;", "private static final int NAME_MAX = 254;");
        AtomicInteger updates = new AtomicInteger();
        Guest.Result result = run(
                system -> {
                    if (updates.get() == 0) {
                        update(system, "ext4/vda", next);
                        updates.set(state(system, "ext4/vda").updates());
                    }
                },
                "mke2fs -q -t ext4 /dev/vda && mount /dev/vda /mnt || exit 1\n"
                        + "echo kept >/mnt/f; exec 3<>/mnt/f; rm /mnt/f; mkdir /mnt/d; cd /mnt/d; rmdir /mnt/d; echo ready\n"
                        + "while [ $(stat -f -c %l /mnt) = 255 ]; do cp /usr/bin/dash /mnt/dash; cmp /usr/bin/dash /mnt/dash || exit 2; done\n"
                        + "cat <&3; echo more >&3; stat -L -c %h,%s /proc/self/fd/3; ls -A .; cd /; exec 3<&-; rm /mnt/dash; umount /mnt\n"
                        + "e2fsck -fn /dev/vda >/dev/null 2>&1 || exit 3; mount /dev/vda /mnt; ls /mnt");
        assertThat(result.status()).as(result.output() + result.error()).isZero();
        assertThat(result.output()).isEqualTo("ready\nkept\n0,10\nlost+found\n");
    }

    @Test
    void whatIsRefusedLeavesTheOldVersionRunning() throws Exception {
        Map<String, byte[]> exits = version("drivers", BlockDriver.class, "private long sequence;",
                "private long sequence; private static void leave() { System.exit(1); }");
        Map<String, byte[]> fails = version("drivers", BlockDriver.class, "accounting.resume(environment.inherited());",
                "throw Errno.ENXIO;");
        boolean[] tried = new boolean[1];
        Guest.Result result = run(
                system -> {
                    if (!tried[0]) {
                        tried[0] = true;
                        refused(system, "virtio_blk/vda", exits, "BlockDriver.leave()V touches java.lang.System.exit(I)V");
                        refused(system, "virtio_blk/vda", fails, "the new version does not start: does not start: ENXIO");
                        refused(system, "virtio_blk/vda", Map.of("java.lang.String", new byte[0]), "java.lang.String is no class of its");
                        refused(system, "virtio_blk/vda", Map.of(BlockDriver.class.getName(), new byte[100]), "it is malformed");
                        refused(system, "ext4/none", fails, "no service of that name");
                        assertThat(state(system, "virtio_blk/vda").restarts()).isZero();
                        assertThat(state(system, "virtio_blk/vda").updates()).isZero();
                    }
                },
                "echo ready; for i in 1 2 3 4 5 6 7 8; do dd if=/dev/zero of=/dev/vda bs=64k count=16 conv=fsync 2>/dev/null"
                        + " || exit 1; sleep 0.1; done; echo fine");
        assertThat(result.status()).as(result.output() + result.error()).isZero();
        assertThat(result.output()).isEqualTo("ready\nfine\n");
        assertThat(tried[0]).isTrue();
    }

    private static void refused(RunningSystem system, String service, Map<String, byte[]> classes, String why) {
        assertThatThrownBy(() -> system.update(service, classes)).isInstanceOf(UpdateRefused.class).hasMessageContaining(why);
    }
}
