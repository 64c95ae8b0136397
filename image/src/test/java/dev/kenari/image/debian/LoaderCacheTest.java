package dev.kenari.image.debian;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.image.ImageException;
import dev.kenari.image.tree.Attributes;
import dev.kenari.image.tree.StagedImage;
import dev.kenari.image.tree.TarStore;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ldconfig(8); glibc's dl-cache.h. */
final class LoaderCacheTest {
    private static final String LIBRARIES = "/usr/lib/riscv64-linux-gnu/";
    private static final Attributes PLAIN = Attributes.ofRoot(0644, 0);

    @TempDir
    Path directory;

    @Test
    void listsLibrariesByTheNamesThatProgramsAskFor() throws ImageException {
        try (TarStore store = new TarStore(directory)) {
            StagedImage image = store.image();
            image.directory("/usr/lib", PLAIN);
            image.symlink("/lib", PLAIN, "usr/lib");
            image.file("/etc/ld.so.conf", PLAIN, text("include /etc/ld.so.conf.d/*.conf\n"));
            image.file("/etc/ld.so.conf.d/a.conf", PLAIN, text("# comment\n/opt/lib\n/absent\n"));
            image.file("/etc/ld.so.conf.d/ignored", PLAIN, text("/elsewhere\n"));
            image.file("/elsewhere/libno.so.1", PLAIN, elf("libno.so.1"));
            image.file("/opt/lib/libz.so.1", PLAIN, elf("libz.so.1"));
            image.file(LIBRARIES + "libz.so.1.3", PLAIN, elf("libz.so.1"));
            image.symlink(LIBRARIES + "libz.so.1", PLAIN, "libz.so.1.3");
            image.symlink(LIBRARIES + "libz.so", PLAIN, "libz.so.1.3");
            image.symlink(LIBRARIES + "libz.so.0", PLAIN, "libz.so.1.3");
            image.file(LIBRARIES + "libz10.so", PLAIN, elf(""));
            image.file(LIBRARIES + "libz9.so", PLAIN, elf(""));
            image.file(LIBRARIES + "libscript.so", PLAIN, text("GROUP ( /lib/libz.so.1 )\n"));
            image.symlink(LIBRARIES + "libdangling.so", PLAIN, "absent");
            LoaderCache.update(image, 0);
            assertThat(read(image.read("/etc/ld.so.cache"))).containsExactly(
                    "libz10.so /lib/riscv64-linux-gnu/libz10.so",
                    "libz9.so /lib/riscv64-linux-gnu/libz9.so",
                    "libz.so.1 /opt/lib/libz.so.1",
                    "libz.so.1 /lib/riscv64-linux-gnu/libz.so.1",
                    "libz.so /lib/riscv64-linux-gnu/libz.so");
        }
    }

    @Test
    void passesOverDamagedLibraries() throws ImageException {
        byte[] whole = elf("libz.so.1");
        long seed = Long.getLong("kenari.seed", new Random().nextLong());
        System.out.println("LoaderCacheTest seed " + seed + " (-Dkenari.seed)");
        Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            byte[] damaged = whole.clone();
            for (int n = random.nextInt(4); n >= 0; n--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            String name = SharedLibrary.soname((offset, count) -> slice(damaged, offset, count));
            assertThat(name == null || name.length() < 256).as("seed %d", seed).isTrue();
        }
    }

    private static byte[] slice(byte[] bytes, long offset, int count) {
        if (offset < 0 || offset >= bytes.length || count <= 0) {
            return new byte[0];
        }
        return java.util.Arrays.copyOfRange(bytes, (int) offset, (int) Math.min(bytes.length, offset + count));
    }

    /** A shared library with nothing in it but its name. */
    private static byte[] elf(String soname) {
        ByteBuffer elf = ByteBuffer.allocate(0x200).order(ByteOrder.LITTLE_ENDIAN);
        elf.put(text("\177ELF\2\1\1")).putShort(16, (short) 3).putShort(18, (short) 243);
        elf.putLong(32, 64).putShort(56, (short) 2);
        elf.putInt(64, 1).putLong(64 + 8, 0).putLong(64 + 16, 0x1000).putLong(64 + 32, 0x200);
        elf.putInt(120, 2).putLong(120 + 8, 0xc0).putLong(120 + 32, 48);
        elf.putLong(0xc0, 5).putLong(0xc8, 0x1100);
        elf.putLong(0xd0, soname.isEmpty() ? 1 : 14).putLong(0xd8, 1);
        elf.put(0x101, text(soname));
        return elf.array();
    }

    private static List<String> read(byte[] cache) {
        ByteBuffer bytes = ByteBuffer.wrap(cache).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(new String(cache, 0, 20, StandardCharsets.US_ASCII)).isEqualTo("glibc-ld.so.cache1.1");
        List<String> libraries = new ArrayList<>();
        for (int i = 0; i < bytes.getInt(20); i++) {
            int record = 48 + 24 * i;
            assertThat(bytes.getInt(record)).isEqualTo(0x1003);
            libraries.add(string(cache, bytes.getInt(record + 4)) + " " + string(cache, bytes.getInt(record + 8)));
        }
        return libraries;
    }

    private static String string(byte[] cache, int at) {
        int end = at;
        while (cache[end] != 0) {
            end++;
        }
        return new String(cache, at, end - at, StandardCharsets.US_ASCII);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
