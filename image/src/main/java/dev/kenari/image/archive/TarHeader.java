package dev.kenari.image.archive;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** One 512-byte header block, its checksum verified (tar(5)). Offsets of the fields are those of the man page. */
record TarHeader(
        String name,
        int mode,
        long uid,
        long gid,
        long size,
        long mtimeSeconds,
        char flag,
        String linkName,
        int major,
        int minor) {

    static TarHeader parse(byte[] block) throws IOException {
        verifyChecksum(block);
        String name = string(block, 0, 100);
        boolean posix = block[257] == 'u' && block[261] == 'r' && block[262] == 0;
        String prefix = posix ? string(block, 345, 155) : "";
        char flag = (char) (block[156] & 0xff);
        boolean device = flag == '3' || flag == '4';
        return new TarHeader(
                prefix.isEmpty() ? name : prefix + "/" + name,
                (int) number(block, 100, 8),
                number(block, 108, 8),
                number(block, 116, 8),
                number(block, 124, 12),
                number(block, 136, 12),
                flag,
                string(block, 157, 100),
                device ? (int) number(block, 329, 8) : 0,
                device ? (int) number(block, 337, 8) : 0);
    }

    private static void verifyChecksum(byte[] block) throws IOException {
        int unsigned = 0;
        int signed = 0; // what some old writers summed
        for (int i = 0; i < block.length; i++) {
            byte value = i >= 148 && i < 156 ? (byte) ' ' : block[i];
            unsigned += value & 0xff;
            signed += value;
        }
        long expected = number(block, 148, 8);
        if (expected != unsigned && expected != signed) {
            throw new CorruptArchiveException("bad tar header checksum");
        }
    }

    /** Up to the first NUL. */
    static String string(byte[] bytes, int offset, int length) {
        int end = offset;
        while (end < offset + length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, offset, end - offset, StandardCharsets.ISO_8859_1);
    }

    /** Octal text, or base 256 where the first byte's top bit is set (GNU). */
    private static long number(byte[] block, int offset, int length) throws IOException {
        if ((block[offset] & 0x80) != 0) {
            return base256(block, offset, length);
        }
        long value = 0;
        boolean started = false;
        for (int i = offset; i < offset + length; i++) {
            int c = block[i];
            if (c >= '0' && c <= '7') {
                value = value << 3 | c - '0';
                started = true;
            } else if (c == 0 || c == ' ') {
                if (started) {
                    break;
                }
            } else {
                throw new CorruptArchiveException("bad number in tar header");
            }
        }
        return value;
    }

    private static long base256(byte[] block, int offset, int length) throws IOException {
        boolean negative = (block[offset] & 0x40) != 0;
        long value = negative ? -1 : 0;
        for (int i = offset; i < offset + length; i++) {
            int digit = block[i] & 0xff;
            if (i == offset) {
                digit = negative ? digit : digit & 0x7f;
            }
            // All that is shifted out must be sign.
            if (value >> 55 != (negative ? -1 : 0)) {
                throw new CorruptArchiveException("number out of range in tar header");
            }
            value = value << 8 | digit;
        }
        return value;
    }
}
