package dev.kenari.image.archive;

import dev.kenari.image.EntryType;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes a GNU-format tar that tells where each member's content begins. The same calls give the same bytes. */
public final class TarWriter {
    private static final int BLOCK = 512;

    private final OutputStream out;
    private final byte[] buffer = new byte[1 << 16];
    private long position;

    /** The stream stays the caller's; it should be buffered. */
    public TarWriter(OutputStream out) {
        this.out = out;
    }

    /** Bytes written so far. */
    public long position() {
        return position;
    }

    /** Writes a member's header; a FILE's {@link #content} must follow. The member's offset is not looked at. */
    public void header(TarMember member) throws IOException {
        String name = member.type() == EntryType.DIRECTORY ? member.name() + "/" : member.name();
        longName('L', name);
        longName('K', member.linkName());
        write(block(member, name));
    }

    /** Copies a FILE's bytes, pads them, and returns where they begin. */
    public long content(InputStream in, long size) throws IOException {
        long start = position;
        long left = size;
        while (left > 0) {
            int got = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (got < 0) {
                throw new CorruptArchiveException("truncated");
            }
            write(buffer, got);
            left -= got;
        }
        write(new byte[(int) (-size & (BLOCK - 1))]);
        return start;
    }

    /** Writes the end marker. */
    public void finish() throws IOException {
        write(new byte[2 * BLOCK]);
        out.flush();
    }

    private void longName(char flag, String name) throws IOException {
        if (name.length() > 100) {
            byte[] bytes = Arrays.copyOf(latin1(name), name.length() + 1);
            byte[] block = new byte[BLOCK];
            put(block, 0, "././@LongLink");
            octal(block, 100, 8, 0644);
            octal(block, 108, 8, 0);
            octal(block, 116, 8, 0);
            octal(block, 124, 12, bytes.length);
            octal(block, 136, 12, 0);
            seal(block, flag);
            write(block);
            write(bytes);
            write(new byte[-bytes.length & (BLOCK - 1)]);
        }
    }

    private static byte[] block(TarMember member, String name) {
        byte[] block = new byte[BLOCK];
        put(block, 0, name.length() > 100 ? name.substring(0, 100) : name);
        octal(block, 100, 8, member.mode());
        octal(block, 108, 8, Integer.toUnsignedLong(member.uid()));
        octal(block, 116, 8, Integer.toUnsignedLong(member.gid()));
        octal(block, 124, 12, member.size());
        octal(block, 136, 12, Math.floorDiv(member.mtimeNanos(), 1_000_000_000L));
        String link = member.linkName();
        put(block, 157, link.length() > 100 ? link.substring(0, 100) : link);
        octal(block, 329, 8, member.major());
        octal(block, 337, 8, member.minor());
        seal(block, flag(member.type()));
        return block;
    }

    private static char flag(EntryType type) {
        return switch (type) {
            case FILE -> '0';
            case HARD_LINK -> '1';
            case SYMLINK -> '2';
            case CHARACTER_DEVICE -> '3';
            case BLOCK_DEVICE -> '4';
            case DIRECTORY -> '5';
            case FIFO -> '6';
        };
    }

    private static void seal(byte[] block, char flag) {
        block[156] = (byte) flag;
        put(block, 257, "ustar  ");
        Arrays.fill(block, 148, 156, (byte) ' ');
        int sum = 0;
        for (byte b : block) {
            sum += b & 0xff;
        }
        octal(block, 148, 7, sum);
    }

    /** Octal with a closing NUL, or base 256 (GNU) where the value does not fit. */
    private static void octal(byte[] block, int offset, int length, long value) {
        if (value >= 0 && value < 1L << 3 * (length - 1)) {
            long left = value;
            for (int i = offset + length - 2; i >= offset; i--) {
                block[i] = (byte) ('0' + (left & 7));
                left >>= 3;
            }
            block[offset + length - 1] = 0;
            return;
        }
        long left = value;
        for (int i = offset + length - 1; i >= offset; i--) {
            block[i] = (byte) left;
            left >>= 8;
        }
        block[offset] |= (byte) 0x80;
    }

    private static void put(byte[] block, int offset, String text) {
        byte[] bytes = latin1(text);
        System.arraycopy(bytes, 0, block, offset, bytes.length);
    }

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private void write(byte[] bytes) throws IOException {
        write(bytes, bytes.length);
    }

    private void write(byte[] bytes, int count) throws IOException {
        out.write(bytes, 0, count);
        position += count;
    }
}
