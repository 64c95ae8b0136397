package dev.kenari.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.designs.ComponentState;
import dev.kenari.designs.microkernel.Microkernel;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A driver that is a riscv64 program: its registers mapped, its interrupt a descriptor, its memory what the device reaches. */
class DriverProcessTest {
    private static final String DRIVER = "virtio_rng";

    private static Guest guest() {
        return Guest.of(DebianImage.open("debian")).withDesign(Microkernel.DESIGN);
    }

    @Test
    void servesItsDeviceAndIsAProcessLikeOthers() throws Exception {
        Guest.Result result = guest().run("sh", "-c", """
                head -c 10000 /dev/hwrng >/tmp/a; head -c 10000 /dev/hwrng >/tmp/b; cmp -s /tmp/a /tmp/b || echo differ
                gzip </tmp/a | wc -c | awk '{print ($1 > 9900)}'
                for p in /proc/[0-9]*; do [ "$(cat $p/comm)" = virtio_rng ] && grep -o '/dev/components.*' $p/smaps | sort -u; done
                cat /dev/components/virtio_rng/device; echo >/dev/components/virtio_rng/requests""");
        assertThat(result.output()).isEqualTo("differ\n1\n/dev/components/virtio_rng/device\n");
        assertThat(result.error()).contains("device: Device or resource busy").contains("requests: Device or resource busy");
    }

    @Test
    void killedByTheGuestItComesBack() throws Exception {
        Guest.Result result = guest().run("sh", "-c", """
                driver() { for p in /proc/[0-9]*; do [ "$(cat $p/comm 2>&1)" = virtio_rng ] && echo ${p#/proc/}; done; }
                for i in 1 2 3; do
                    kill -9 $(driver); head -c 5000 /dev/hwrng | wc -c
                done
                dmesg | sed -n 's/^.*] virtio_rng: //p'""");
        assertThat(result.status()).as(result.error()).isZero();
        assertThat(result.output()).isEqualTo("5000\n5000\n5000\n" + "process ended: signal 9\nrestarted\n".repeat(3));
    }

    @Test
    void killedAtAnyTimeItLosesNoRequest() throws Exception {
        AtomicInteger restarts = new AtomicInteger();
        Guest.Result result = guest().disturbed(
                system -> {
                    for (ComponentState state : system.components()) {
                        if (state.name().equals(DRIVER) && state.runs() && state.restarts() < 5) {
                            system.endInstance(DRIVER, "a test");
                            restarts.set(state.restarts() + 1);
                        }
                    }
                },
                "sh", "-c", "echo ready; end=$(($(date +%s) + 3))\n"
                        + "while [ $(date +%s) -lt $end ]; do [ $(head -c 40000 /dev/hwrng | wc -c) = 40000 ] || exit 1; done");
        assertThat(result.status()).as(result.output() + result.error()).isZero();
        assertThat(restarts.get()).isPositive();
    }
}
