package dev.kenari.image.debian;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Reads stanzas of "Field: value" lines, the format of Debian's control files (deb822(5)). Field names are compared
 * without regard to case; continuation lines keep their line breaks, "." lines become empty; comments are dropped.
 */
public final class ControlReader {
    private static final int MAX_STANZA = 1 << 22;

    private final BufferedReader in;
    private final Set<String> wanted;
    private final Map<String, String> names = new HashMap<>();

    /** Reads every field. The reader stays the caller's. */
    public ControlReader(BufferedReader in) {
        this(in, null);
    }

    /** Reads only some fields, given by lower-case name: much faster on an index. */
    ControlReader(BufferedReader in, Set<String> wanted) {
        this.in = in;
        this.wanted = wanted;
    }

    /**
     * The next stanza's fields by lower-case name, or null at the end.
     *
     * @throws IOException also where the text is no stanza
     */
    public Map<String, String> next() throws IOException {
        Map<String, String> fields = new HashMap<>();
        String name = null;
        int size = 0;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            size += line.length();
            if (size > MAX_STANZA) {
                throw new IOException("control stanza of more than " + MAX_STANZA + " bytes");
            }
            if (line.isEmpty() || line.isBlank()) {
                if (name != null) {
                    return fields;
                }
                continue;
            }
            char first = line.charAt(0);
            if (first == ' ' || first == '\t') {
                if (name == null) {
                    throw new IOException("continuation line without a field");
                }
                if (isWanted(name)) {
                    String text = line.strip();
                    fields.merge(name, text.equals(".") ? "" : text, (before, more) -> before + "\n" + more);
                }
            } else if (first != '#') {
                int colon = line.indexOf(':');
                if (colon <= 0) {
                    throw new IOException("not a 'Field: value' line");
                }
                name = names.computeIfAbsent(line.substring(0, colon), key -> key.toLowerCase(Locale.ROOT));
                if (isWanted(name)) {
                    fields.put(name, line.substring(colon + 1).strip());
                }
            }
        }
        return name == null ? null : fields;
    }

    private boolean isWanted(String name) {
        return wanted == null || wanted.contains(name);
    }
}
