package dev.kenari.machine.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

final class RecordingDiskTest {
    private static ByteBuffer sectors(int count, int value) {
        byte[] bytes = new byte[count * 512];
        java.util.Arrays.fill(bytes, (byte) value);
        return ByteBuffer.wrap(bytes);
    }

    private static int at(DiskStore disk, int sector) throws Exception {
        ByteBuffer bytes = ByteBuffer.allocate(512);
        disk.read(sector * 512L, bytes);
        return bytes.get(0);
    }

    @Test
    void whatWasFlushedSurvivesAndTheRestAsToldSectorBySector() throws Exception {
        MemoryDisk start = new MemoryDisk(1 << 20);
        start.write(0, sectors(4, 1));
        RecordingDisk disk = new RecordingDisk(start);
        disk.write(0, sectors(1, 2));
        disk.flush();
        disk.write(512, sectors(2, 3));
        disk.write(512, sectors(1, 4));
        assertThat(at(disk, 1)).isEqualTo(4);
        assertThat(disk.epochs()).extracting(java.util.List::size).containsExactly(1, 2);

        DiskStore nothing = disk.afterPowerCut(0, sector -> false);
        assertThat(at(nothing, 0)).isEqualTo(1);
        DiskStore flushed = disk.afterPowerCut(1, sector -> false);
        assertThat(at(flushed, 0)).isEqualTo(2);
        assertThat(at(flushed, 1)).isEqualTo(1);
        DiskStore torn = disk.afterPowerCut(1, sector -> sector == 1);
        assertThat(at(torn, 1)).isEqualTo(1);
        assertThat(at(torn, 2)).isEqualTo(3);
        DiskStore first = disk.afterPowerCut(1, sector -> sector < 2);
        assertThat(at(first, 1)).isEqualTo(3);
    }
}
