package dev.kenari.image.tree;

import java.nio.file.Path;

/** The bytes of the host's file names, whatever character set the JVM takes them for. */
final class HostNames {
    private HostNames() {}

    /** One char per byte. A path's URI holds its bytes percent-encoded, where toString may have lost them. */
    static String bytes(Path path) {
        String text = path.toString();
        if (text.chars().allMatch(c -> c < 0x80 && c != '?')) {
            return text;
        }
        if (path.isAbsolute()) {
            return decode(path.toUri().getRawPath(), text);
        }
        String base = Path.of("").toUri().getRawPath();
        String absolute = Path.of("").resolve(path).toUri().getRawPath();
        // toUri keeps "..", so that what follows the working directory is the path itself.
        return decode(absolute.substring(base.length()), text);
    }

    private static String decode(String raw, String text) {
        StringBuilder bytes = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            if (raw.charAt(i) == '%') {
                bytes.append((char) Integer.parseInt(raw, i + 1, i + 3, 16));
                i += 2;
            } else {
                bytes.append(raw.charAt(i));
            }
        }
        // An existing directory's URI ends in a slash that is not part of the name.
        if (bytes.length() > 1 && bytes.charAt(bytes.length() - 1) == '/' && !text.endsWith("/")) {
            bytes.setLength(bytes.length() - 1);
        }
        return bytes.toString();
    }
}
