package dev.kenari.machine.device.virtio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.machine.bus.DmaWindow;
import dev.kenari.machine.bus.PhysicalMemory;
import dev.kenari.machine.disk.MemoryDisk;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DmaWindowTest {
    private static final long BUFFER = DriverSide.BASE + 0x5000;

    private final PhysicalMemory memory = new PhysicalMemory(DriverSide.BASE, 1 << 20);
    private final VirtioRng rng = new VirtioRng(memory, bytes -> Arrays.fill(bytes, (byte) 7));
    private final DriverSide driver = new DriverSide(memory, rng);
    private final DmaWindow window = rng.window();

    @AfterEach
    void free() {
        memory.close();
    }

    private void request() {
        driver.submit(0, BUFFER, 16, true);
    }

    @Test
    void everythingIsInReachAtFirst() {
        driver.start(VirtioDevice.VERSION_1);
        request();
        assertThat(memory.getByte(BUFFER)).isEqualTo((byte) 7);
    }

    @Test
    void whatIsNotMappedIsOutOfReach() {
        window.enable();
        window.map(DriverSide.ring(0));
        driver.start(VirtioDevice.VERSION_1);
        request();
        assertThat(memory.getByte(BUFFER)).isZero();
        assertThat(driver.needsReset()).isTrue();
    }

    @Test
    void ringsMustBeInReach() {
        window.enable();
        window.map(BUFFER);
        driver.start(VirtioDevice.VERSION_1);
        request();
        assertThat(memory.getByte(BUFFER)).isZero();
        assertThat(driver.needsReset()).isTrue();
    }

    @Test
    void whatIsMappedIsReachedUntilItIsTakenAway() {
        window.enable();
        window.map(DriverSide.ring(0));
        window.map(BUFFER);
        driver.start(VirtioDevice.VERSION_1);
        request();
        assertThat(memory.getByte(BUFFER)).isEqualTo((byte) 7);
        memory.putByte(BUFFER, (byte) 0);
        assertThat(window.unmap(BUFFER, 0)).as("the device is done with it").isTrue();
        request();
        assertThat(memory.getByte(BUFFER)).isZero();
        assertThat(window.unmap(DriverSide.ring(0), 0)).as("the ring is in use").isFalse();
        driver.set(VirtioMmio.STATUS, 0);
        assertThat(window.unmap(DriverSide.ring(0), 0)).isTrue();
    }

    @Test
    void whatMakesNoRequestIsLetGo() throws Exception {
        VirtioBlk disk = new VirtioBlk(memory, new MemoryDisk(1 << 16), "", 1, Runnable::run);
        DriverSide other = new DriverSide(memory, disk);
        disk.window().enable();
        disk.window().map(DriverSide.ring(0));
        disk.window().map(BUFFER);
        other.start(VirtioDevice.VERSION_1);
        other.submit(0, BUFFER, 16, true);
        assertThat(other.needsReset()).as("no header").isTrue();
        assertThat(disk.window().unmap(BUFFER, 0)).isTrue();
    }

    @Test
    void aPagePinnedTwiceIsFreeOnceBothAreDone() {
        window.enable();
        window.map(BUFFER);
        assertThat(window.pin(BUFFER, 16)).isTrue();
        assertThat(window.pin(BUFFER + 100, 4000)).as("the next page is not mapped").isFalse();
        assertThat(window.pin(BUFFER + 16, 16)).isTrue();
        assertThat(window.unmap(BUFFER, 0)).isFalse();
        assertThat(window.pin(BUFFER, 1)).as("it is taken away already").isFalse();
        window.unpin(BUFFER, 16);
        window.unpin(BUFFER + 16, 16);
        assertThat(window.unmap(BUFFER, 0)).isTrue();
    }
}
