package dev.kenari.vfs.ext4;

/**
 * The hashes of names that order an indexed directory (kernel documentation, "Hash Tree Directories"): half of MD4, TEA, or the legacy one;
 * each once with signed and once with unsigned characters.
 */
final class DirectoryHash {
    static final int HALF_MD4 = 1;
    static final int TEA = 2;
    private static final int UNSIGNED = 3;
    private static final int MAX_VERSION = 5;

    /** The end of the last leaf; no name has it. */
    private static final int END = 0xFFFF_FFFE;

    private static final int MD4_ROUND_2 = 0x5A82_7999;
    private static final int MD4_ROUND_3 = 0x6ED9_EBA1;
    private static final int TEA_DELTA = 0x9E37_79B9;

    private final int version;
    private final boolean unsigned;
    private final int[] seed;

    /** @param version as the directory's root or the superblock says */
    DirectoryHash(int version, boolean unsigned, int[] seed) {
        this.version = version % UNSIGNED;
        this.unsigned = unsigned || version >= UNSIGNED;
        boolean zero = (seed[0] | seed[1] | seed[2] | seed[3]) == 0;
        this.seed = zero ? new int[] {0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476} : seed;
    }

    static boolean known(int version) {
        return version <= MAX_VERSION;
    }

    /** The hash, which is even, in the upper half, and the one that breaks ties in the lower. */
    long of(String name) {
        int[] state = seed.clone();
        int major;
        int minor = 0;
        switch (version) {
            case HALF_MD4 -> {
                for (int at = 0; at < name.length(); at += 32) {
                    halfMd4(state, words(name, at, 8));
                }
                major = state[1];
                minor = state[2];
            }
            case TEA -> {
                for (int at = 0; at < name.length(); at += 16) {
                    tea(state, words(name, at, 4));
                }
                major = state[0];
                minor = state[1];
            }
            default -> major = legacy(name);
        }
        major &= ~1;
        return (long) (major == END ? END - 2 : major) << 32 | minor & 0xFFFF_FFFFL;
    }

    private int character(String name, int index) {
        int c = name.charAt(index);
        return unsigned ? c : (byte) c;
    }

    private int legacy(String name) {
        int before = 0x37AB_E8F9;
        int hash = 0x12A3_FE2D;
        for (int i = 0; i < name.length(); i++) {
            int next = before + (hash ^ character(name, i) * 7_152_373);
            if (next < 0) {
                next -= 0x7FFF_FFFF;
            }
            before = hash;
            hash = next;
        }
        return hash << 1;
    }

    /** The next bytes of the name as numbers, filled up with its length. */
    private int[] words(String name, int from, int count) {
        int length = name.length() - from;
        int pad = (length | length << 8) * 0x1_0001;
        int[] words = new int[count];
        for (int i = 0; i < count; i++) {
            int word = pad;
            for (int at = i * 4; at < Math.min(i * 4 + 4, length); at++) {
                word = character(name, from + at) + (word << 8);
            }
            words[i] = word;
        }
        return words;
    }

    private static void halfMd4(int[] state, int[] in) {
        int a = state[0];
        int b = state[1];
        int c = state[2];
        int d = state[3];
        for (int i = 0; i < 8; i += 4) {
            a = Integer.rotateLeft(a + select(b, c, d) + in[i], 3);
            d = Integer.rotateLeft(d + select(a, b, c) + in[i + 1], 7);
            c = Integer.rotateLeft(c + select(d, a, b) + in[i + 2], 11);
            b = Integer.rotateLeft(b + select(c, d, a) + in[i + 3], 19);
        }
        for (int i = 1; i >= 0; i--) {
            a = Integer.rotateLeft(a + majority(b, c, d) + in[i] + MD4_ROUND_2, 3);
            d = Integer.rotateLeft(d + majority(a, b, c) + in[i + 2] + MD4_ROUND_2, 5);
            c = Integer.rotateLeft(c + majority(d, a, b) + in[i + 4] + MD4_ROUND_2, 9);
            b = Integer.rotateLeft(b + majority(c, d, a) + in[i + 6] + MD4_ROUND_2, 13);
        }
        for (int i = 3; i >= 1; i -= 2) {
            a = Integer.rotateLeft(a + (b ^ c ^ d) + in[i] + MD4_ROUND_3, 3);
            d = Integer.rotateLeft(d + (a ^ b ^ c) + in[i + 4] + MD4_ROUND_3, 9);
            c = Integer.rotateLeft(c + (d ^ a ^ b) + in[i - 1] + MD4_ROUND_3, 11);
            b = Integer.rotateLeft(b + (c ^ d ^ a) + in[i + 3] + MD4_ROUND_3, 15);
        }
        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
    }

    private static int select(int x, int y, int z) {
        return z ^ x & (y ^ z);
    }

    private static int majority(int x, int y, int z) {
        return (x & y) + ((x ^ y) & z);
    }

    private static void tea(int[] state, int[] in) {
        int a = state[0];
        int b = state[1];
        int sum = 0;
        for (int i = 0; i < 16; i++) {
            sum += TEA_DELTA;
            a += (b << 4) + in[0] ^ b + sum ^ (b >>> 5) + in[1];
            b += (a << 4) + in[2] ^ a + sum ^ (a >>> 5) + in[3];
        }
        state[0] += a;
        state[1] += b;
    }
}
