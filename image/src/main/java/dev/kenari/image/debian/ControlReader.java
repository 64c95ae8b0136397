package dev.kenari.image.debian;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads stanzas of "Field: value" lines, the format of Debian's control files (deb822(5)). Field names are compared
 * without regard to case; continuation lines keep their line breaks, "." lines become empty; comments are dropped.
 */
public final class ControlReader {
    private static final int MAX_STANZA = 1 << 22;

    private final BufferedReader in;

    /** The reader stays the caller's. */
    public ControlReader(BufferedReader in) {
        this.in = in;
    }

    /**
     * The next stanza's fields by lower-case name, or null at the end.
     *
     * @throws IOException also where the text is no stanza
     */
    public Map<String, String> next() throws IOException {
        Map<String, String> fields = new LinkedHashMap<>();
        String name = null;
        StringBuilder value = new StringBuilder();
        int size = 0;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            size += line.length();
            if (size > MAX_STANZA) {
                throw new IOException("control stanza of more than " + MAX_STANZA + " bytes");
            }
            if (line.isBlank()) {
                if (name != null) {
                    break;
                }
            } else if (line.charAt(0) == ' ' || line.charAt(0) == '\t') {
                if (name == null) {
                    throw new IOException("continuation line without a field");
                }
                String text = line.strip();
                value.append('\n').append(text.equals(".") ? "" : text);
            } else if (line.charAt(0) != '#') {
                int colon = line.indexOf(':');
                if (colon <= 0) {
                    throw new IOException("not a 'Field: value' line");
                }
                if (name != null) {
                    fields.put(name, value.toString());
                }
                name = lowerCase(line.substring(0, colon));
                value.setLength(0);
                value.append(line.substring(colon + 1).strip());
            }
        }
        if (name == null) {
            return null;
        }
        fields.put(name, value.toString());
        return fields;
    }

    private static String lowerCase(String text) {
        return text.toLowerCase(java.util.Locale.ROOT);
    }
}
