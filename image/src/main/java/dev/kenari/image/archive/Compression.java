package dev.kenari.image.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.zip.GZIPInputStream;
import org.tukaani.xz.XZInputStream;

/** Undoes the compression that a stream's first bytes show. */
public enum Compression {
    NONE,
    GZIP,
    XZ,
    ZSTD;

    /** {@code xz -9} needs 65 MiB; a header may ask for 1.5 GiB. */
    private static final int XZ_MEMORY_KIB = 256 << 10;

    private static final int MAGIC = 6;

    /** Tells by magic numbers (RFC 1952, the .xz file format, RFC 8878). */
    public static Compression of(byte[] start) {
        if (startsWith(start, 0x1f, 0x8b)) {
            return GZIP;
        }
        if (startsWith(start, 0xfd, '7', 'z', 'X', 'Z', 0)) {
            return XZ;
        }
        return startsWith(start, 0x28, 0xb5, 0x2f, 0xfd) ? ZSTD : NONE;
    }

    /** The plain bytes of a stream that may be compressed. */
    public static InputStream decompress(InputStream in) throws IOException {
        var pushback = new PushbackInputStream(in, MAGIC);
        byte[] start = pushback.readNBytes(MAGIC);
        pushback.unread(start);
        return switch (of(start)) {
            case NONE -> pushback;
            case GZIP -> new GZIPInputStream(pushback, 1 << 16);
            case XZ -> new XZInputStream(pushback, XZ_MEMORY_KIB);
            case ZSTD -> new ZstdInputStream(pushback);
        };
    }

    private static boolean startsWith(byte[] bytes, int... magic) {
        if (bytes.length < magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if ((bytes[i] & 0xff) != magic[i]) {
                return false;
            }
        }
        return true;
    }
}
