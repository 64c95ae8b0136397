package dev.kenari.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The default image from the mirror that this host is configured for, with Debian's own keys. */
final class DebianMirrorTest {
    @TempDir
    Path directory;

    @Test
    void unpacksTheDefaultImage() throws ImageException {
        assumeTrue(
                "1".equals(System.getenv("KENARI_TEST_MIRROR")),
                "fetches some 30 MB; KENARI_TEST_MIRROR=1 runs it against the host's Debian mirror or KENARI_MIRROR");
        Host local = Host.local();
        var environment = new TreeMap<>(local.environment());
        Host host = new Host(directory, local.etcApt(), environment, InstantSource.system());
        RootFileSystem image;
        try {
            image = new ImageStore(host, null, new RecordedComputer()).open(ImageReference.DEFAULT, Progress.NONE);
        } catch (ImageException e) {
            if (e.id().equals("no-network") || e.id().equals("no-mirror")) {
                abort("needs a Debian mirror: " + e.getMessage());
            }
            throw e;
        }
        Map<String, Entry> entries = image.entries().stream().collect(Collectors.toMap(Entry::path, e -> e));
        assertThat(entries).containsKeys(
                "/usr/bin/bash",
                "/usr/bin/busybox",
                "/usr/bin/ps",
                "/usr/lib/ld-linux-riscv64-lp64d.so.1",
                "/var/lib/dpkg/status");
        assertThat(entries.get("/usr/bin/mount").mode()).as("set-user-ID is kept").isEqualTo(04755);
        assertThat(entries.get("/lib").linkTarget()).as("/usr is merged").isEqualTo("usr/lib");
        assertThat(entries.keySet()).doesNotContain("/lib/os-release", "/bin/bash");
    }
}
