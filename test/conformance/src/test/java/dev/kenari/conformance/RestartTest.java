package dev.kenari.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.designs.ComponentState;
import dev.kenari.designs.Design;
import dev.kenari.designs.RunningSystem;
import dev.kenari.machine.disk.MemoryDisk;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A component in a domain dies in the middle of its work, and the programs don't notice. */
class RestartTest {
    private static final long MIB = 1L << 20;
    private static final int DEATHS = 5;

    private static ComponentState state(RunningSystem system, String component) {
        return system.components().stream().filter(s -> s.name().equals(component)).findFirst().orElseThrow();
    }

    /** Ends instances, each once it runs, and remembers how often one was started again. */
    private static void kill(RunningSystem system, String component, AtomicInteger restarts) {
        ComponentState state = state(system, component);
        restarts.set(state.restarts());
        if (state.runs() && state.restarts() < DEATHS) {
            assertThat(system.endInstance(component, "a test")).isTrue();
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
                "echo ready; dd if=/dev/urandom of=/tmp/a bs=64k count=64 2>/dev/null\n"
                        + "for i in 1 2 3 4; do dd if=/tmp/a of=/dev/vda bs=64k seek=$((i*64)) conv=fsync || exit 1; done 2>/dev/null\n"
                        + "for i in 1 2 3 4; do dd if=/dev/vda bs=64k skip=$((i*64)) count=64 iflag=direct 2>/dev/null"
                        + " | cmp - /tmp/a || exit 1; done; echo same");
        assertThat(result.error()).isEmpty();
        assertThat(result.output()).isEqualTo("ready\nsame\n");
        assertThat(restarts.get()).isPositive();
    }
}
