package dev.kenari.machine.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.machine.InstructionClock;
import org.junit.jupiter.api.Test;

final class GoldfishRtcTest {
    private final InstructionClock clock = new InstructionClock();
    private final GoldfishRtc rtc = new GoldfishRtc(clock);

    private long time() {
        long low = rtc.read(GoldfishRtc.TIME_LOW, 4);
        return rtc.read(GoldfishRtc.TIME_HIGH, 4) << 32 | low;
    }

    @Test
    void tellsNanosecondsSince1970() {
        clock.skipTo(5_000_000_000L);
        assertThat(time()).isEqualTo(InstructionClock.DEFAULT_EPOCH + 5_000_000_000L);
    }

    @Test
    void readingTheLowWordLatchesTheHighOne() {
        long low = rtc.read(GoldfishRtc.TIME_LOW, 4);
        clock.skipTo(1L << 40);
        assertThat(rtc.read(GoldfishRtc.TIME_HIGH, 4) << 32 | low).isEqualTo(InstructionClock.DEFAULT_EPOCH);
    }

    @Test
    void canBeSet() {
        rtc.write(GoldfishRtc.TIME_HIGH, 4, 7);
        rtc.write(GoldfishRtc.TIME_LOW, 4, 9);
        clock.skipTo(100);
        assertThat(time()).isEqualTo(7L << 32 | 109);
    }
}
