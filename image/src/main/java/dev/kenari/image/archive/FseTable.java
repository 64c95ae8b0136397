package dev.kenari.image.archive;

import java.util.Arrays;

/** A table of finite-state entropy coding: what each state stands for and where it leads (RFC 8878, section 4.1). */
final class FseTable {
    final int log;
    private final byte[] symbols;
    private final byte[] bits;
    private final short[] bases;

    private FseTable(int log) {
        this.log = log;
        this.symbols = new byte[1 << log];
        this.bits = new byte[1 << log];
        this.bases = new short[1 << log];
    }

    int symbol(int state) {
        return symbols[state];
    }

    int next(int state, BackwardBits in) {
        return (bases[state] & 0xffff) + in.read(bits[state]);
    }

    /** The table of one symbol that costs no bits. */
    static FseTable ofOne(int symbol) {
        FseTable table = new FseTable(0);
        table.symbols[0] = (byte) symbol;
        return table;
    }

    /** Spreads symbols over the states; -1 stands for a probability of less than one state. */
    static FseTable of(int log, int... probabilities) throws CorruptArchiveException {
        FseTable table = new FseTable(log);
        int size = 1 << log;
        int[] next = new int[probabilities.length];
        int high = size;
        for (int symbol = 0; symbol < probabilities.length; symbol++) {
            if (probabilities[symbol] == -1) {
                table.symbols[--high] = (byte) symbol;
                next[symbol] = 1;
            }
        }
        int step = (size >> 1) + (size >> 3) + 3;
        int position = 0;
        for (int symbol = 0; symbol < probabilities.length; symbol++) {
            for (int i = 0; i < probabilities[symbol]; i++) {
                table.symbols[position] = (byte) symbol;
                do {
                    position = position + step & size - 1;
                } while (position >= high);
            }
            if (probabilities[symbol] > 0) {
                next[symbol] = probabilities[symbol];
            }
        }
        if (position != 0) {
            throw new CorruptArchiveException("zstd: bad probabilities");
        }
        for (int state = 0; state < size; state++) {
            int number = next[table.symbols[state]]++;
            int width = log - (31 - Integer.numberOfLeadingZeros(number));
            table.bits[state] = (byte) width;
            table.bases[state] = (short) ((number << width) - size);
        }
        return table;
    }

    /** A table and where its description ends. */
    record Described(FseTable table, int end) {}

    /** Reads a table's description (section 4.1.1). */
    static Described read(byte[] bytes, int offset, int limit, int maxLog, int maxSymbol)
            throws CorruptArchiveException {
        long bit = offset * 8L;
        int log = bits(bytes, bit, 4) + 5;
        bit += 4;
        if (log > maxLog) {
            throw new CorruptArchiveException("zstd: table too large");
        }
        int[] probabilities = new int[maxSymbol + 1];
        int symbol = 0;
        int remaining = 1 << log;
        while (remaining > 0 && symbol <= maxSymbol && bit <= limit * 8L) {
            int width = 32 - Integer.numberOfLeadingZeros(remaining + 1);
            int value = bits(bytes, bit, width);
            int low = (1 << width - 1) - 1;
            int threshold = (1 << width) - 1 - (remaining + 1);
            if ((value & low) < threshold) {
                bit += width - 1;
                value &= low;
            } else {
                bit += width;
                value = value > low ? value - threshold : value;
            }
            int probability = value - 1;
            remaining -= Math.abs(probability);
            probabilities[symbol++] = probability;
            if (probability == 0) {
                int zeros;
                do {
                    zeros = bits(bytes, bit, 2);
                    bit += 2;
                    symbol += zeros;
                } while (zeros == 3 && symbol <= maxSymbol);
            }
        }
        int end = (int) (bit + 7 >>> 3);
        if (remaining != 0 || symbol > maxSymbol + 1 || end > limit) {
            throw new CorruptArchiveException("zstd: bad table");
        }
        return new Described(of(log, Arrays.copyOf(probabilities, symbol)), end);
    }

    private static int bits(byte[] bytes, long from, int count) {
        int value = 0;
        for (int i = 0; i < count; i++) {
            long bit = from + i;
            value |= (bytes[(int) (bit >>> 3)] >>> (bit & 7) & 1) << i;
        }
        return value;
    }
}
