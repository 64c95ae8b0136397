package dev.kenari.machine.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.machine.MemoryMap;
import dev.kenari.machine.bus.PhysicalMemory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RomDeviceTest {
    private static final long RAM = MemoryMap.DRAM;

    private final PhysicalMemory memory = new PhysicalMemory(RAM, 1 << 16);
    private RomDevice rom;

    @BeforeEach
    void load(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("rom");
        Files.writeString(file, "0123456789");
        rom = new RomDevice(memory, file);
    }

    @AfterEach
    void free() {
        rom.close();
        memory.close();
    }

    private long copy(long offset, long address, long length) {
        rom.write(RomDevice.OFFSET, 8, offset);
        rom.write(RomDevice.ADDRESS, 8, address);
        rom.write(RomDevice.LENGTH, 4, length);
        return rom.read(RomDevice.STATUS, 4);
    }

    @Test
    void copiesIntoRam() {
        assertThat(rom.read(RomDevice.SIZE, 8)).isEqualTo(10);
        assertThat(copy(3, RAM + 5, 4)).isEqualTo(RomDevice.DONE);
        byte[] copied = new byte[6];
        memory.read(RAM + 4, copied, 0, 6);
        assertThat(new String(copied, StandardCharsets.ISO_8859_1)).isEqualTo("\0003456\000");
    }

    @Test
    void refusesWhatLiesOutside() {
        assertThat(copy(7, RAM, 4)).isEqualTo(RomDevice.FAILED);
        assertThat(copy(11, RAM, 0)).isEqualTo(RomDevice.FAILED);
        assertThat(copy(-1, RAM, 1)).isEqualTo(RomDevice.FAILED);
        assertThat(copy(Long.MIN_VALUE, RAM, 1)).isEqualTo(RomDevice.FAILED);
        assertThat(copy(0, RAM - 1, 4)).isEqualTo(RomDevice.FAILED);
        assertThat(copy(0, RAM + (1 << 16) - 3, 4)).isEqualTo(RomDevice.FAILED);
        assertThat(copy(0, RAM, 0xFFFF_FFFFL)).isEqualTo(RomDevice.FAILED);
        assertThat(memory.getLong(RAM)).isZero();
        assertThat(copy(0, RAM, 10)).isEqualTo(RomDevice.DONE);
    }

    @Test
    void sizeIsReadOnly() {
        rom.write(RomDevice.SIZE, 8, 99);
        assertThat(rom.read(RomDevice.SIZE, 8)).isEqualTo(10);
    }
}
