package dev.kenari.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kenari.designs.ComponentState;
import dev.kenari.designs.Design;
import dev.kenari.designs.RunningSystem;
import dev.kenari.designs.Volume;
import dev.kenari.designs.microkernel.Microkernel;
import dev.kenari.kernel.KernelPanic;
import dev.kenari.kernel.fault.Fault;
import dev.kenari.kernel.fault.FaultKind;
import dev.kenari.machine.ConsoleBackend;
import dev.kenari.machine.disk.MemoryDisk;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A component in a domain dies in the middle of its work, and the programs don't notice. */
class RestartTest {
    private static final long MIB = 1L << 20;
    private static final int DEATHS = 5;

    /** Ends instances, each once it runs, and remembers how often one was started again. */
    private static void kill(RunningSystem system, String component, AtomicInteger restarts) {
        for (ComponentState state : system.components()) {
            if (state.name().equals(component)) {
                // After umount and mount, it is another component of the same name.
                restarts.accumulateAndGet(state.restarts(), Math::max);
                if (state.runs() && state.restarts() < DEATHS) {
                    system.endInstance(component, "a test");
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"micro", "hybrid"})
    void theBlockDriver(String design) throws Exception {
        AtomicInteger restarts = new AtomicInteger();
        Guest guest = Guest.of(DebianImage.open("debian"))
                .withDesign(Design.named(design).orElseThrow())
                .withDisk(new MemoryDisk(32 * MIB));
        Guest.Result result = guest.disturbed(
                system -> kill(system, "virtio_blk/vda", restarts),
                "sh",
                "-c",
                "echo ready; dd if=/dev/urandom of=/tmp/a bs=64k count=16 2>/dev/null\n"
                        + "end=$(($(date +%s) + 3)); while [ $(date +%s) -lt $end ]; do\n"
                        + "for i in 1 2 3 4; do dd if=/tmp/a of=/dev/vda bs=64k seek=$((i*64)) conv=fsync || exit 1; done 2>/dev/null\n"
                        + "for i in 1 2 3 4; do dd if=/dev/vda bs=64k skip=$((i*64)) count=16 iflag=direct 2>/dev/null"
                        + " | cmp - /tmp/a || exit 1; done; done; echo same");
        assertThat(result.status()).as(result.output() + result.error()).isZero();
        assertThat(result.output()).isEqualTo("ready\nsame\n");
        assertThat(restarts.get()).isPositive();
    }

    @Test
    void theFileServer() throws Exception {
        AtomicInteger restarts = new AtomicInteger();
        Guest guest = Guest.of(DebianImage.open("debian+e2fsprogs,fdisk"))
                .withDesign(Microkernel.DESIGN)
                .withDisk(new MemoryDisk(32 * MIB));
        Guest.Result result = guest.disturbed(
                system -> kill(system, "ext4/vda", restarts),
                "sh",
                "-c",
                "mke2fs -q -t ext4 /dev/vda && mount /dev/vda /mnt && echo ready || exit 1\n"
                        + "for i in 1 2 3 4 5 6 7 8; do mkdir /mnt/$i && cp /usr/bin/dash /usr/bin/tar /mnt/$i && rm /mnt/$i/tar"
                        + " && echo text >/mnt/$i/small && sync || exit 2; done\n"
                        + "umount /mnt; e2fsck -fn /dev/vda >/dev/null 2>&1 || exit 3; mount /dev/vda /mnt\n"
                        + "for i in 1 2 3 4 5 6 7 8; do cmp /usr/bin/dash /mnt/$i/dash || exit 4; ls /mnt/$i; done");
        assertThat(result.status()).as(result.output() + result.error()).isZero();
        assertThat(result.output()).isEqualTo("ready\n" + "dash\nsmall\n".repeat(8));
        assertThat(restarts.get()).isPositive();
    }

    @Test
    void theFileServerKeepsWhatIsUnlinkedButOpen() throws Exception {
        AtomicInteger restarts = new AtomicInteger();
        Guest guest = Guest.of(DebianImage.open("debian+e2fsprogs,fdisk"))
                .withDesign(Microkernel.DESIGN)
                .withDisk(new MemoryDisk(32 * MIB));
        Guest.Result result = guest.disturbed(
                system -> kill(system, "ext4/vda", restarts),
                "sh",
                "-c",
                "mke2fs -q -t ext4 /dev/vda && mount /dev/vda /mnt || exit 1\n"
                        + "echo kept >/mnt/f; exec 3<>/mnt/f; read x <&3; rm /mnt/f; echo ready; sleep 2\n"
                        + "echo more >&3; cat /proc/self/fd/3; exec 3<&-; umount /mnt; e2fsck -fn /dev/vda >/dev/null 2>&1 || exit 3\n"
                        + "mount /dev/vda /mnt; find /mnt; df --output=iused /mnt | tail -1");
        assertThat(result.status()).as(result.output() + result.error()).isZero();
        assertThat(result.lines()).containsExactly("ready", "kept", "more", "/mnt", "/mnt/lost+found", "   12");
        assertThat(restarts.get()).isPositive();
    }

    @Test
    void theConsoleDriver() throws Exception {
        AtomicInteger restarts = new AtomicInteger();
        String numbers = IntStream.rangeClosed(1, 300_000).mapToObj(Integer::toString).collect(Collectors.joining("\n", "", "\n"));
        Guest guest = Guest.of(DebianImage.open("debian")).withDesign(Microkernel.DESIGN).withInput(numbers);
        Guest.Result result = guest.disturbed(
                system -> kill(system, "virtio_console", restarts),
                "sh", "-c", "echo ready; cat; seq 1 100000; sleep 1; seq 1 100000; echo error >&2");
        assertThat(result.status()).as(result.error()).isZero();
        assertThat(result.error()).isEqualTo("error\n");
        String part = numbers.substring(0, numbers.indexOf("100001"));
        assertThat(result.output().equals("ready\n" + numbers + part + part)).as("%d bytes", result.output().length()).isTrue();
        assertThat(restarts.get()).isPositive();
    }

    @Test
    void theDriverAndTheFileSystemOfAHostDirectory(@TempDir Path shared) throws Exception {
        List<String> servers = List.of("virtio_fs/0", "virtiofs/volume0");
        Map<String, AtomicInteger> restarts = Map.of(servers.get(0), new AtomicInteger(), servers.get(1), new AtomicInteger());
        Guest guest = Guest.of(DebianImage.open("debian"))
                .withDesign(Microkernel.DESIGN)
                .withVolume(new Volume(shared, "/mnt", false));
        Guest.Result result = guest.disturbed(
                system -> servers.forEach(server -> kill(system, server, restarts.get(server))),
                "sh",
                "-c",
                "cd /usr/bin; files=$(find . -type f -name '[a-d]*'); exec 3>/mnt/log; echo ready\n"
                        + "for i in 1 2 3 4 5 6; do mkdir /mnt/$i && cp $files /mnt/$i && echo copied $i >&3 || exit 1; done\n"
                        + "for i in 1 2 3 4 5 6; do for f in $files; do cmp $f /mnt/$i/$f || exit 2; done; done\n"
                        + "/mnt/6/dash -c 'echo runs'; ls /mnt/5 | wc -l; ls -d $files | wc -l; cat /mnt/log; rm -r /mnt/[1-6]; ls /mnt");
        assertThat(result.status()).as(result.output() + result.error()).isZero();
        List<String> lines = result.lines();
        assertThat(lines.subList(0, 2)).containsExactly("ready", "runs");
        assertThat(lines.get(2)).isEqualTo(lines.get(3));
        assertThat(lines.subList(4, lines.size()))
                .containsExactly("copied 1", "copied 2", "copied 3", "copied 4", "copied 5", "copied 6", "log");
        restarts.forEach((server, count) -> assertThat(count.get()).as(server).isPositive());
        assertThat(shared).isDirectoryContaining("glob:**/log").isDirectoryNotContaining("glob:**/1");
    }

    /** A console whose far end types {@code text} and keeps what it is shown. */
    private record Typist(InputStream input, ByteArrayOutputStream output) implements ConsoleBackend {
        Typist(String text) {
            this(new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)), new ByteArrayOutputStream());
        }
    }

    @Test
    void theSerialConsolesDriver() throws Exception {
        AtomicInteger restarts = new AtomicInteger();
        String numbers = IntStream.rangeClosed(1, 100_000).mapToObj(Integer::toString).collect(Collectors.joining("\n", "", "\n"));
        Typist typist = new Typist("\n" + numbers + "\4");
        Guest guest = Guest.of(DebianImage.open("debian")).withDesign(Microkernel.DESIGN).withConsole(typist);
        Guest.Result result = guest.disturbed(
                system -> {
                    if (typist.output.size() > 0) {
                        kill(system, "uart", restarts);
                    }
                },
                "sh", "-c", "stty -echo -opost; read line; echo ready; cat; seq 1 100000");
        assertThat(result.status()).as(result.error()).isZero();
        String shown = typist.output.toString(StandardCharsets.US_ASCII);
        assertThat(differences(shown.substring(shown.indexOf("ready")), "ready\n" + numbers + numbers))
                .as("bytes lost or shown twice")
                .isBetween(0, restarts.get());
        assertThat(restarts.get()).isPositive();
    }

    /** How many single bytes {@code shown} has too few or too many; -1 if it is something else. */
    private static int differences(String shown, String wanted) {
        int found = 0;
        int at = 0;
        for (int i = 0; i < shown.length(); i++, at++) {
            if (at < wanted.length() && shown.charAt(i) == wanted.charAt(at)) {
                continue;
            }
            found++;
            String next = shown.substring(i, Math.min(i + 5, shown.length()));
            if (wanted.startsWith(next, at + 1)) {
                at++;
            } else if (wanted.startsWith(next.substring(1), at)) {
                at--;
            } else {
                return -1;
            }
        }
        return at == wanted.length() ? found : -1;
    }

    /** What runs while a server ends: a copy, whose checksums are compared. */
    private static final String COPY = "mke2fs -q -t ext4 /dev/vda && mount -t ext4 /dev/vda /mnt && echo ready || exit 1\n"
            + "cd /usr/bin; files=$(find . -type f -name '[a-d]*')\n"
            + "for i in 1 2 3 4 5 6; do mkdir /mnt/$i && cp -a $files /mnt/$i && sync || exit 2; echo copied $i; done\n"
            + "sha256sum $files >/tmp/sums; for i in 1 2 3 4 5 6; do cd /mnt/$i; sha256sum -c --quiet /tmp/sums || exit 3; done\n"
            + "cd /; umount /mnt; e2fsck -fn /dev/vda >/dev/null 2>&1 || exit 4; echo the same";

    private static final List<String> SERVERS = List.of("ext4/vda", "virtio_blk/vda", "virtio_console");

    private static Guest copying() throws Exception {
        return Guest.of(DebianImage.open("debian+e2fsprogs,fdisk")).withDisk(new MemoryDisk(128 * MIB));
    }

    @Test
    void fileServerBlockDriverAndConsoleDriverInTurnWhileFilesAreCopied() throws Exception {
        Map<String, Integer> restarts = new HashMap<>();
        AtomicInteger turn = new AtomicInteger();
        Guest.Result result = copying().withDesign(Microkernel.DESIGN).disturbed(
                system -> {
                    String victim = SERVERS.get(turn.getAndIncrement() % SERVERS.size());
                    for (ComponentState state : system.components()) {
                        restarts.put(state.name(), state.restarts());
                        if (state.name().equals(victim) && state.runs() && state.restarts() < DEATHS) {
                            system.endInstance(victim, "a test");
                        }
                    }
                },
                "sh", "-c", COPY);
        assertThat(result.status()).as(result.output() + result.error()).isZero();
        assertThat(result.output()).isEqualTo("ready\ncopied 1\ncopied 2\ncopied 3\ncopied 4\ncopied 5\ncopied 6\nthe same\n");
        SERVERS.forEach(server -> assertThat(restarts.get(server)).as(server).isPositive());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ext4/vda", "virtio_blk/vda", "virtio_console"})
    void inTheKernelTheSameEndIsAPanic(String component) throws Exception {
        Guest guest = copying().withFault(new Fault(component, FaultKind.EXCEPTION, 1, component.equals("virtio_console") ? 10 : 50));
        assertThatThrownBy(() -> guest.run("sh", "-c", COPY))
                .isInstanceOf(KernelPanic.class)
                .hasMessageContaining("Fatal exception");
    }
}
