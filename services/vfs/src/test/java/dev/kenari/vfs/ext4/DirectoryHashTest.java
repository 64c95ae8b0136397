package dev.kenari.vfs.ext4;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Hashes are those of debugfs. */
class DirectoryHashTest {
    private static final String SEED = "12345678-9abc-def0-0123-456789abcdef";
    private static final int[] SEED_WORDS = {0x78563412, 0xF0DEBC9A, 0x67452301, 0xEFCDAB89};

    @Test
    void areThoseOfDebugfs() throws Exception {
        E2fsprogs.assumePresent();
        Random random = new Random(7);
        for (int i = 0; i < 40; i++) {
            StringBuilder name = new StringBuilder();
            for (int length = 1 + random.nextInt(200); length > 0; length--) {
                name.append((char) ('a' + random.nextInt(26)));
            }
            for (String version : new String[] {"legacy", "half_md4", "tea"}) {
                int number = version.equals("legacy") ? 0 : version.equals("half_md4") ? 1 : 2;
                long hash = new DirectoryHash(number, false, SEED_WORDS).of(name.toString());
                String printed = E2fsprogs.run(0, "debugfs", "-R", "dx_hash -h " + version + " -s " + SEED + " " + name);
                assertThat(printed)
                        .as("%s of %s", version, name)
                        .contains("0x%x (minor 0x%x)".formatted(hash >>> 32, hash & 0xFFFF_FFFFL));
            }
        }
    }
}
