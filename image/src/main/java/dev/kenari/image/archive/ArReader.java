package dev.kenari.image.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Reads the members of an ar archive, the outer format of a .deb (ar(5), deb(5)); common and BSD short names only. */
public final class ArReader {
    private static final String MAGIC = "!<arch>\n";
    private static final int HEADER = 60;

    private final InputStream in;
    private Bounded content;

    /** Checks the magic. The stream stays the caller's. */
    public ArReader(InputStream in) throws IOException {
        this.in = in;
        byte[] magic = in.readNBytes(MAGIC.length());
        if (!MAGIC.equals(new String(magic, StandardCharsets.ISO_8859_1))) {
            throw new CorruptArchiveException("not an ar archive");
        }
    }

    /** Moves to the next member and returns its name, or null at the end. */
    public String next() throws IOException {
        if (content != null) {
            content.skipRest();
            if ((content.length() & 1) != 0 && in.read() < 0) {
                return null; // the padding of the last member may be absent
            }
        }
        byte[] header = in.readNBytes(HEADER);
        if (header.length == 0) {
            return null;
        }
        if (header.length < HEADER || header[58] != '`' || header[59] != '\n') {
            throw new CorruptArchiveException("truncated or damaged ar header");
        }
        String text = new String(header, StandardCharsets.ISO_8859_1);
        String name = text.substring(0, 16).stripTrailing();
        if (name.endsWith("/")) {
            name = name.substring(0, name.length() - 1);
        }
        String digits = text.substring(48, 58).stripTrailing();
        if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new CorruptArchiveException("bad size in ar header of '" + name + "'");
        }
        content = new Bounded(in, Long.parseLong(digits));
        return name;
    }

    /** The current member's bytes; ends where the member ends. */
    public InputStream content() {
        return content;
    }
}
