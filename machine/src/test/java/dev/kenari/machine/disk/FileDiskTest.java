package dev.kenari.machine.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileDiskTest {
    @TempDir
    Path directory;

    private Path file(int length) throws Exception {
        return Files.write(directory.resolve("disk"), new byte[length]);
    }

    @Test
    void refusesWhatIsNoWholeNumberOfSectors() throws Exception {
        assertThatThrownBy(() -> FileDisk.open(directory.resolve("none"), false)).isInstanceOf(NoSuchFileException.class);
        for (int length : new int[] {0, 511, 1000}) {
            Path file = file(length);
            assertThatThrownBy(() -> FileDisk.open(file, true))
                    .isInstanceOf(FileSystemException.class)
                    .hasMessageContaining(length + " bytes");
        }
    }

    @Test
    void hasOneWriter() throws Exception {
        Path file = file(1024);
        FileDisk first = FileDisk.open(file, false);
        assertThatThrownBy(() -> FileDisk.open(file, false)).hasMessageContaining("in use");
        first.close();
        FileDisk.open(file, false).close();
    }

    @Test
    void failsWhereTheFileWasCutShort() throws Exception {
        Path file = file(1024);
        try (FileDisk disk = FileDisk.open(file, true)) {
            Files.write(file, new byte[512]);
            assertThatThrownBy(() -> disk.read(512, ByteBuffer.allocate(512))).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void writesZeroesWhereThereAreNone() throws Exception {
        Path file = file(2048);
        try (FileDisk disk = FileDisk.open(file, false)) {
            disk.write(512, ByteBuffer.wrap(new byte[512]).put(3, (byte) 9));
            disk.write(1024, ByteBuffer.wrap(new byte[512]).put(3, (byte) 8));
            disk.writeZeroes(0, 1024);
        }
        byte[] content = Files.readAllBytes(file);
        assertThat(content[512 + 3]).isZero();
        assertThat(content[1024 + 3]).isEqualTo((byte) 8);
    }
}
