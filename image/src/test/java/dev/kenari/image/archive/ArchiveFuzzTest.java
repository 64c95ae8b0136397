package dev.kenari.image.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.image.ImageException;
import dev.kenari.image.debian.DebFile;
import dev.kenari.image.tree.TarFile;
import dev.kenari.image.tree.TarStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged archives are refused with a typed failure, or read as something; nothing else ever happens. */
final class ArchiveFuzzTest {
    private static final int ROUNDS = 200;

    @TempDir
    Path directory;

    private Random random;
    private long seed;
    private int refused;

    @BeforeEach
    void seed() {
        seed = Long.getLong("kenari.seed", new Random().nextLong());
        System.out.println("ArchiveFuzzTest seed " + seed + " (-Dkenari.seed)");
        random = new Random(seed);
    }

    @Test
    void damagedPackages() throws IOException {
        byte[] deb = deb();
        for (int i = 0; i < ROUNDS; i++) {
            Path file = write(damaged(deb));
            unpack(store -> DebFile.unpack(file, null, store.image()));
        }
        assertThat(refused).as("seed %d", seed).isGreaterThan(ROUNDS / 4);
    }

    @Test
    void damagedTarsInsidePackages() throws IOException {
        byte[] tar = tar();
        for (int i = 0; i < ROUNDS; i++) {
            Path file = write(Archives.ar(members(Archives.gzip(damaged(tar)))));
            unpack(store -> DebFile.unpack(file, null, store.image()));
        }
        assertThat(refused).as("seed %d", seed).isGreaterThan(ROUNDS / 8);
    }

    @Test
    void damagedTars() throws IOException {
        byte[] tar = tar();
        for (int i = 0; i < ROUNDS; i++) {
            Path file = write(damaged(tar));
            unpack(store -> TarFile.open(file, "id"));
        }
        assertThat(refused).as("seed %d", seed).isGreaterThan(ROUNDS / 8);
    }

    @Test
    void damagedCompression() throws IOException {
        for (byte[] compressed : List.of(Archives.xz(tar()), Archives.gzip(tar()))) {
            for (int i = 0; i < ROUNDS; i++) {
                byte[] damaged = damaged(compressed);
                unpack(store -> {
                    try {
                        var plain = Compression.decompress(new ByteArrayInputStream(damaged));
                        store.image().addAll(new TarReader(plain), "fuzz");
                    } catch (IOException e) {
                        throw new ImageException("corrupt-archive", String.valueOf(e.getMessage()), e);
                    }
                });
            }
        }
        assertThat(refused).as("seed %d", seed).isGreaterThan(ROUNDS);
    }

    private interface Unpacking {
        void into(TarStore store) throws ImageException;
    }

    private void unpack(Unpacking unpacking) throws IOException {
        Path fresh = Files.createTempDirectory(directory, "image");
        try (TarStore store = new TarStore(fresh)) {
            unpacking.into(store);
            store.finish();
        } catch (ImageException e) {
            refused++;
            assertThat(e.id()).as("seed %d: %s", seed, e).isNotEqualTo("cannot-write-cache");
            assertThat(e.getMessage()).doesNotContain("\n");
        }
        for (String name : List.of("rootfs.tar", "index")) {
            Files.deleteIfExists(fresh.resolve(name));
        }
        Files.delete(fresh);
    }

    private byte[] damaged(byte[] whole) {
        byte[] damaged = whole.clone();
        if (random.nextInt(5) == 0) {
            damaged = Arrays.copyOf(damaged, random.nextInt(damaged.length));
        }
        for (int n = random.nextInt(4); n >= 0 && damaged.length > 0; n--) {
            int at = random.nextInt(damaged.length);
            switch (random.nextInt(4)) {
                case 0 -> damaged[at] = (byte) random.nextInt(256);
                case 1 -> damaged[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> {
                    // What headers are made of, in place of one another.
                    int from = random.nextInt(damaged.length);
                    int length = Math.min(random.nextInt(64), damaged.length - Math.max(at, from));
                    System.arraycopy(damaged, from, damaged, at, length);
                }
                default -> Arrays.fill(damaged, at, Math.min(damaged.length, at + random.nextInt(16)), (byte) '7');
            }
        }
        if (random.nextBoolean()) {
            seal(damaged);
        }
        return damaged;
    }

    /** Rights every header's checksum, so that damage gets past it. */
    private static void seal(byte[] tar) {
        for (int block = 0; block + 512 <= tar.length; block += 512) {
            if (tar[block + 257] == 'u' && tar[block + 258] == 's') {
                Arrays.fill(tar, block + 148, block + 156, (byte) ' ');
                int sum = 0;
                for (int i = 0; i < 512; i++) {
                    sum += tar[block + i] & 0xff;
                }
                byte[] digits = "%06o\0".formatted(sum).getBytes(StandardCharsets.US_ASCII);
                System.arraycopy(digits, 0, tar, block + 148, 7);
            }
        }
    }

    private static byte[] tar() {
        return Archives.tar(List.of(
                Archives.directory("usr"),
                Archives.symlink("lib", "usr/lib"),
                Archives.file("lib/file", 0755, "content\n".repeat(100)),
                Archives.file("usr/" + "long/".repeat(30) + "name", 0644, "x"),
                Archives.hardLink("usr/other", "lib/file"),
                Archives.file("last", 0644, "end")));
    }

    private static byte[] deb() {
        return Archives.ar(members(Archives.xz(tar())));
    }

    private static Map<String, byte[]> members(byte[] data) {
        Map<String, byte[]> members = new LinkedHashMap<>();
        members.put("debian-binary", "2.0\n".getBytes(StandardCharsets.US_ASCII));
        members.put(
                "control.tar.xz",
                Archives.xz(Archives.tar(List.of(Archives.file("./control", 0644, "Package: fuzz\nVersion: 1\n")))));
        members.put("data.tar.any", data);
        return members;
    }

    private Path write(byte[] bytes) throws IOException {
        return Files.write(directory.resolve("input"), bytes);
    }
}
