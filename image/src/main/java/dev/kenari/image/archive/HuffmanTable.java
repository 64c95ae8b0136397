package dev.kenari.image.archive;

/** A Huffman code for literals (RFC 8878, section 4.2). */
final class HuffmanTable {
    private static final int MAX_BITS = 11;
    private static final int MAX_WEIGHTS_LOG = 6;

    private final int log;
    private final byte[] symbols;
    private final byte[] bits;

    private HuffmanTable(int log) {
        this.log = log;
        this.symbols = new byte[1 << log];
        this.bits = new byte[1 << log];
    }

    /** A table and where its description ends. */
    record Described(HuffmanTable table, int end) {}

    /** Reads a table's description: the symbols' weights, plain or FSE-coded. */
    static Described read(byte[] bytes, int offset, int limit) throws CorruptArchiveException {
        int header = bytes[offset] & 0xff;
        int start = offset + 1;
        int length = header < 128 ? header : (header - 126) / 2;
        if (start + length > limit) {
            throw new CorruptArchiveException("zstd: truncated literals");
        }
        int[] weights = new int[256];
        int count;
        if (header < 128) {
            count = weights(bytes, start, start + length, weights);
        } else {
            count = header - 127;
            for (int i = 0; i < count; i++) {
                int pair = bytes[start + i / 2] & 0xff;
                weights[i] = i % 2 == 0 ? pair >> 4 : pair & 15;
            }
        }
        return new Described(of(weights, count), start + length);
    }

    /** Two interleaved FSE states take turns until the bits run out. */
    private static int weights(byte[] bytes, int start, int end, int[] weights) throws CorruptArchiveException {
        FseTable.Described described = FseTable.read(bytes, start, end, MAX_WEIGHTS_LOG, MAX_BITS + 1);
        FseTable table = described.table();
        BackwardBits in = new BackwardBits(bytes, described.end(), end - described.end());
        int[] states = {in.read(table.log), in.read(table.log)};
        int count = 0;
        for (int turn = 0; count < 254; turn ^= 1) {
            weights[count++] = table.symbol(states[turn]);
            states[turn] = table.next(states[turn], in);
            if (in.left() < 0) {
                weights[count++] = table.symbol(states[turn ^ 1]);
                return count;
            }
        }
        throw new CorruptArchiveException("zstd: too many literal weights");
    }

    /** The last symbol's weight is what completes the code. */
    private static HuffmanTable of(int[] weights, int count) throws CorruptArchiveException {
        int sum = 0;
        for (int i = 0; i < count; i++) {
            sum += weights[i] > 0 ? 1 << weights[i] - 1 : 0;
        }
        int log = 32 - Integer.numberOfLeadingZeros(sum);
        int rest = (1 << log) - sum;
        if (sum == 0 || log > MAX_BITS || Integer.bitCount(rest) != 1) {
            throw new CorruptArchiveException("zstd: bad literal weights");
        }
        weights[count] = 32 - Integer.numberOfLeadingZeros(rest);
        HuffmanTable table = new HuffmanTable(log);
        int at = 0;
        for (int weight = 1; weight <= log; weight++) {
            for (int symbol = 0; symbol <= count; symbol++) {
                if (weights[symbol] == weight) {
                    for (int i = 0; i < 1 << weight - 1; i++) {
                        table.symbols[at] = (byte) symbol;
                        table.bits[at++] = (byte) (log + 1 - weight);
                    }
                }
            }
        }
        return table;
    }

    /** Decodes a stream, which must end with its last literal. */
    void decode(byte[] bytes, int offset, int length, byte[] out, int at, int count) throws CorruptArchiveException {
        BackwardBits in = new BackwardBits(bytes, offset, length);
        for (int i = 0; i < count; i++) {
            int code = in.peek(log);
            out[at + i] = symbols[code];
            in.skip(bits[code]);
        }
        if (in.left() != 0) {
            throw new CorruptArchiveException("zstd: bad literals");
        }
    }
}
