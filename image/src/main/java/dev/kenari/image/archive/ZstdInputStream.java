package dev.kenari.image.archive;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The plain bytes of zstd frames one after another (RFC 8878); checksums are verified, dictionaries are not supported.
 * Of our own making because the libraries for it are native code or depend on {@code sun.misc.Unsafe}.
 */
public final class ZstdInputStream extends InputStream {
    private static final int MAGIC = 0xfd2fb528;
    private static final int SKIPPABLE = 0x184d2a50;

    /** What {@code zstd --long} makes; {@code --ultra} stays below it. */
    private static final long MAX_WINDOW = 128 << 20;

    private final InputStream in;
    private final byte[] block = new byte[ZstdBlock.MAX_SIZE + 8];
    private byte[] window = new byte[0];
    private int windowSize;
    private int base;
    private int at;
    private int end;
    private ZstdBlock decoder;
    private XxHash64 hash;
    private boolean inFrame;
    private boolean lastBlock;
    private long contentSize;
    private long produced;

    /** Closing closes the source. */
    public ZstdInputStream(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        return fill() ? window[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] buffer, int offset, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int taken = Math.min(count, end - at);
        System.arraycopy(window, at, buffer, offset, taken);
        at += taken;
        return taken;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** Whether there is a byte to give. */
    private boolean fill() throws IOException {
        while (at == end) {
            if (!inFrame) {
                if (!startFrame()) {
                    return false;
                }
            } else if (lastBlock) {
                endFrame();
            } else {
                readBlock();
            }
        }
        return true;
    }

    private boolean startFrame() throws IOException {
        int first = in.read();
        if (first < 0) {
            return false;
        }
        int magic = first | (int) little(3) << 8;
        if ((magic & ~15) == SKIPPABLE) {
            Bounded.skipFully(in, little(4));
            return true;
        }
        int descriptor = magic == MAGIC ? (int) little(1) : -1;
        if (descriptor < 0 || (descriptor & 8) != 0) {
            throw new CorruptArchiveException("zstd: not a frame");
        }
        boolean single = (descriptor & 0x20) != 0;
        long size = 0;
        if (!single) {
            int exponent = (int) little(1);
            long unit = 1L << 10 + (exponent >> 3);
            size = unit + unit / 8 * (exponent & 7);
        }
        int dictionary = (1 << (descriptor & 3)) >> 1;
        if (little(dictionary) != 0) {
            throw new CorruptArchiveException("zstd: needs a dictionary");
        }
        int sizeBytes = descriptor >> 6 == 0 ? (single ? 1 : 0) : 1 << (descriptor >> 6);
        contentSize = sizeBytes == 0 ? -1 : little(sizeBytes) + (sizeBytes == 2 ? 256 : 0);
        size = single ? contentSize : size;
        if (size < 0 || size > MAX_WINDOW) {
            throw new CorruptArchiveException("zstd: needs a window of more than " + MAX_WINDOW + " bytes");
        }
        begin((int) size, (descriptor & 4) != 0);
        return true;
    }

    private void begin(int size, boolean checksum) {
        windowSize = size;
        base = 0;
        at = 0;
        end = 0;
        produced = 0;
        decoder = new ZstdBlock();
        hash = checksum ? new XxHash64() : null;
        inFrame = true;
        lastBlock = false;
    }

    private void endFrame() throws IOException {
        inFrame = false;
        boolean rightSize = contentSize < 0 || contentSize == produced;
        if (!rightSize || hash != null && (int) little(4) != (int) hash.value()) {
            throw new CorruptArchiveException("zstd: wrong checksum or size");
        }
    }

    private void readBlock() throws IOException {
        int header = (int) little(3);
        lastBlock = (header & 1) != 0;
        int type = header >> 1 & 3;
        int size = header >> 3;
        if (size > ZstdBlock.MAX_SIZE || type == 3) {
            throw new CorruptArchiveException("zstd: bad block header");
        }
        makeRoom();
        int start = end;
        switch (type) {
            case 0 -> {
                readFully(window, end, size);
                end += size;
            }
            case 1 -> {
                Arrays.fill(window, end, end + size, (byte) little(1));
                end += size;
            }
            default -> {
                readFully(block, 0, size);
                end = decoder.decode(block, size, window, base, end);
            }
        }
        produced += end - start;
        if (contentSize >= 0 && produced > contentSize) {
            throw new CorruptArchiveException("zstd: more content than announced");
        }
        if (hash != null) {
            hash.update(window, start, end - start);
        }
    }

    /** Keeps a window's worth of history and room for one more block; grows with what has come, not what is claimed. */
    private void makeRoom() {
        if (end + ZstdBlock.MAX_SIZE > window.length) {
            int keep = Math.min(windowSize, end);
            int wanted = Math.min(2 * keep, windowSize + windowSize / 2) + 8 * ZstdBlock.MAX_SIZE;
            byte[] fresh = wanted > window.length ? new byte[wanted] : window;
            System.arraycopy(window, end - keep, fresh, 0, keep);
            window = fresh;
            at = keep;
            end = keep;
        }
        base = Math.max(0, end - windowSize);
    }

    private long little(int count) throws IOException {
        long value = 0;
        for (int i = 0; i < count; i++) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("truncated");
            }
            value |= (long) next << 8 * i;
        }
        return value;
    }

    private void readFully(byte[] bytes, int offset, int count) throws IOException {
        if (in.readNBytes(bytes, offset, count) < count) {
            throw new EOFException("truncated");
        }
    }
}
