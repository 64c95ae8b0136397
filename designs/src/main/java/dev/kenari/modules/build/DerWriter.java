package dev.kenari.modules.build;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.HexFormat;

/** Values in the Distinguished Encoding Rules (ITU-T X.690). */
final class DerWriter {
    private static final int LONG_FORM = 0x80;

    private DerWriter() {}

    static byte[] value(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        int length = content.size();
        if (length < LONG_FORM) {
            out.write(length);
        } else {
            byte[] octets = new BigInteger(1, BigInteger.valueOf(length).toByteArray()).toByteArray();
            int from = octets[0] == 0 ? 1 : 0;
            out.write(LONG_FORM | octets.length - from);
            out.write(octets, from, octets.length - from);
        }
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }

    static byte[] sequence(byte[]... parts) {
        return value(0x30, parts);
    }

    static byte[] set(byte[]... parts) {
        return value(0x31, parts);
    }

    static byte[] integer(BigInteger number) {
        return value(0x02, number.toByteArray());
    }

    /** @param hex the encoded object identifier */
    static byte[] object(String hex) {
        return value(0x06, HexFormat.of().parseHex(hex));
    }

    /** An algorithm without parameters. */
    static byte[] algorithm(String hex) {
        return sequence(object(hex), value(0x05));
    }
}
