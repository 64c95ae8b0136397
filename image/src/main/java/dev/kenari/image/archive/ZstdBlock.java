package dev.kenari.image.archive;

/**
 * Decodes compressed blocks of one zstd frame (RFC 8878, section 3.1.1.3): literals, and sequences that say how to mix
 * them with copies of what came before. Tables and recent offsets live on from block to block.
 */
final class ZstdBlock {
    /** The most a block can hold, compressed or not. */
    static final int MAX_SIZE = 128 << 10;

    private static final int[] LITERAL_BASES = {
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 18, 20, 22, 24, 28, 32, 40, 48, 64, 128, 256, 512,
        1024, 2048, 4096, 8192, 16384, 32768, 65536
    };
    private static final int[] LITERAL_BITS = {
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
        16
    };
    private static final int[] MATCH_BASES = {
        3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32,
        33, 34, 35, 37, 39, 41, 43, 47, 51, 59, 67, 83, 99, 131, 259, 515, 1027, 2051, 4099, 8195, 16387, 32771, 65539
    };
    private static final int[] MATCH_BITS = {
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2,
        2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16
    };
    private static final int MAX_OFFSET_CODE = 31;

    /** Of the three kinds of code: section 3.1.1.3.2.2. */
    private static final int[][] DEFAULTS = {
        {
            4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1, -1, -1, -1,
            -1
        },
        {1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1},
        {
            1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
            1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1
        }
    };
    private static final int[] DEFAULT_LOGS = {6, 5, 6};
    private static final int[] MAX_LOGS = {9, 8, 9};
    private static final int[] MAX_SYMBOLS = {LITERAL_BASES.length - 1, MAX_OFFSET_CODE, MATCH_BASES.length - 1};

    private final FseTable[] tables = new FseTable[3]; // literal lengths, offsets, match lengths
    private HuffmanTable huffman;
    private final int[] recent = {1, 4, 8};
    private final byte[] literals = new byte[MAX_SIZE];
    private int literalCount;

    /**
     * Decodes a block.
     *
     * @param in the block and at least eight bytes more
     * @param out what came before, from {@code base}, and room for a block
     * @return where the output ends
     */
    int decode(byte[] in, int length, byte[] out, int base, int outStart) throws CorruptArchiveException {
        try {
            int at = literals(in, length);
            return sequences(in, at, length, out, base, outStart);
        } catch (IndexOutOfBoundsException e) {
            throw new CorruptArchiveException("zstd: damaged block");
        }
    }

    private int literals(byte[] in, int length) throws CorruptArchiveException {
        int type = in[0] & 3;
        int format = in[0] >> 2 & 3;
        if (type < 2) {
            int header = format == 1 ? 2 : format == 3 ? 3 : 1;
            literalCount = (int) (little(in, 0, header) >> (header == 1 ? 3 : 4));
            require(literalCount <= MAX_SIZE && header + (type == 0 ? literalCount : 1) <= length);
            if (type == 0) {
                System.arraycopy(in, header, literals, 0, literalCount);
                return header + literalCount;
            }
            java.util.Arrays.fill(literals, 0, literalCount, in[header]);
            return header + 1;
        }
        int header = format < 2 ? 3 : format + 2;
        int bits = format < 2 ? 10 : format == 2 ? 14 : 18;
        long word = little(in, 0, header) >> 4;
        literalCount = (int) (word & (1 << bits) - 1);
        int end = header + (int) (word >> bits & (1 << bits) - 1);
        require(literalCount <= MAX_SIZE && end <= length);
        int at = header;
        if (type == 2) {
            HuffmanTable.Described described = HuffmanTable.read(in, at, end);
            huffman = described.table();
            at = described.end();
        }
        require(huffman != null);
        if (format == 0) {
            huffman.decode(in, at, end - at, literals, 0, literalCount);
        } else {
            fourStreams(in, at, end);
        }
        return end;
    }

    private void fourStreams(byte[] in, int start, int end) throws CorruptArchiveException {
        int at = start + 6;
        int part = (literalCount + 3) / 4;
        require(at <= end && 3 * part <= literalCount);
        for (int i = 0; i < 4; i++) {
            int size = i < 3 ? (int) little(in, start + 2 * i, 2) : end - at;
            require(size >= 0 && at + size <= end);
            huffman.decode(in, at, size, literals, i * part, i < 3 ? part : literalCount - 3 * part);
            at += size;
        }
    }

    private int sequences(byte[] in, int start, int length, byte[] out, int base, int outStart)
            throws CorruptArchiveException {
        require(start < length);
        int at = start;
        int count = in[at++] & 0xff;
        if (count >= 128) {
            int second = in[at++] & 0xff;
            count = count < 255 ? (count - 128 << 8) + second : second + ((in[at++] & 0xff) << 8) + 0x7f00;
        }
        if (count == 0) {
            require(at == length);
            System.arraycopy(literals, 0, out, outStart, literalCount);
            return outStart + literalCount;
        }
        int modes = in[at++];
        require((modes & 3) == 0);
        for (int kind = 0; kind < 3; kind++) {
            at = table(kind, modes >> 6 - 2 * kind & 3, in, at, length);
        }
        require(at < length);
        return execute(count, new BackwardBits(in, at, length - at), out, base, outStart);
    }

    private int table(int kind, int mode, byte[] in, int at, int limit) throws CorruptArchiveException {
        switch (mode) {
            case 0 -> tables[kind] = FseTable.of(DEFAULT_LOGS[kind], DEFAULTS[kind]);
            case 1 -> {
                require(at < limit && (in[at] & 0xff) <= MAX_SYMBOLS[kind]);
                tables[kind] = FseTable.ofOne(in[at]);
                return at + 1;
            }
            case 2 -> {
                FseTable.Described described = FseTable.read(in, at, limit, MAX_LOGS[kind], MAX_SYMBOLS[kind]);
                tables[kind] = described.table();
                return described.end();
            }
            default -> require(tables[kind] != null);
        }
        return at;
    }

    private int execute(int count, BackwardBits in, byte[] out, int base, int outStart)
            throws CorruptArchiveException {
        int literalState = in.read(tables[0].log);
        int offsetState = in.read(tables[1].log);
        int matchState = in.read(tables[2].log);
        int at = outStart;
        int literal = 0;
        int limit = outStart + MAX_SIZE;
        for (int i = 0; i < count; i++) {
            int offsetCode = tables[1].symbol(offsetState);
            long offsetValue = (1L << offsetCode) + (in.read(offsetCode) & 0xffffffffL);
            int matchCode = tables[2].symbol(matchState);
            int matchLength = MATCH_BASES[matchCode] + in.read(MATCH_BITS[matchCode]);
            int literalCode = tables[0].symbol(literalState);
            int literalLength = LITERAL_BASES[literalCode] + in.read(LITERAL_BITS[literalCode]);
            int offset = offset(offsetValue, literalLength);
            require(literal + literalLength <= literalCount && at + literalLength + matchLength <= limit);
            System.arraycopy(literals, literal, out, at, literalLength);
            literal += literalLength;
            at += literalLength;
            require(offset > 0 && offset <= at - base);
            copy(out, at, offset, matchLength);
            at += matchLength;
            if (i < count - 1) {
                literalState = tables[0].next(literalState, in);
                matchState = tables[2].next(matchState, in);
                offsetState = tables[1].next(offsetState, in);
            }
        }
        require(in.left() == 0 && at + literalCount - literal <= limit);
        System.arraycopy(literals, literal, out, at, literalCount - literal);
        return at + literalCount - literal;
    }

    /** Section 3.1.1.5: the first three values name recent offsets, shifted by one after no literals. */
    private int offset(long value, int literalLength) throws CorruptArchiveException {
        if (value > 3) {
            require(value - 3 <= Integer.MAX_VALUE);
            push((int) (value - 3), 2);
            return recent[0];
        }
        int index = (int) value - 1 + (literalLength == 0 ? 1 : 0);
        if (index == 3) {
            push(recent[0] - 1, 2);
        } else {
            push(recent[index], index);
        }
        return recent[0];
    }

    private void push(int offset, int from) {
        for (int i = from; i > 0; i--) {
            recent[i] = recent[i - 1];
        }
        recent[0] = offset;
    }

    private static void copy(byte[] out, int at, int offset, int length) {
        if (offset >= length) {
            System.arraycopy(out, at - offset, out, at, length);
        } else {
            for (int i = 0; i < length; i++) {
                out[at + i] = out[at - offset + i];
            }
        }
    }

    private static long little(byte[] in, int at, int count) {
        long value = 0;
        for (int i = 0; i < count; i++) {
            value |= (in[at + i] & 0xffL) << 8 * i;
        }
        return value;
    }

    private static void require(boolean condition) throws CorruptArchiveException {
        if (!condition) {
            throw new CorruptArchiveException("zstd: damaged block");
        }
    }
}
