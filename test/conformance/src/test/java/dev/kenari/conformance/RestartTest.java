package dev.kenari.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.designs.ComponentState;
import dev.kenari.designs.Design;
import dev.kenari.designs.RunningSystem;
import dev.kenari.designs.microkernel.Microkernel;
import dev.kenari.machine.disk.MemoryDisk;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
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
                restarts.set(state.restarts());
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
                        + "for i in 1 2 3 4; do dd if=/tmp/a of=/dev/vda bs=64k seek=$((i*64)) conv=fsync || exit 1; done 2>/dev/null\n"
                        + "for i in 1 2 3 4; do dd if=/dev/vda bs=64k skip=$((i*64)) count=16 iflag=direct 2>/dev/null"
                        + " | cmp - /tmp/a || exit 1; done; echo same");
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
                        + "for i in 1 2 3; do mkdir /mnt/$i && cp /usr/bin/dash /usr/bin/tar /mnt/$i && rm /mnt/$i/tar"
                        + " && echo text >/mnt/$i/small && sync || exit 2; done\n"
                        + "umount /mnt; e2fsck -fn /dev/vda >/dev/null 2>&1 || exit 3; mount /dev/vda /mnt\n"
                        + "for i in 1 2 3; do cmp /usr/bin/dash /mnt/$i/dash || exit 4; ls /mnt/$i; done");
        assertThat(result.status()).as(result.output() + result.error()).isZero();
        assertThat(result.output()).isEqualTo("ready\n" + "dash\nsmall\n".repeat(3));
        assertThat(restarts.get()).isPositive();
    }
}
