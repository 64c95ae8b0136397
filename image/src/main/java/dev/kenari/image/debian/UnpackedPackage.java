package dev.kenari.image.debian;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * A package whose files are in the image but which is not configured.
 *
 * @param stanza its control file's fields by lower-case name
 * @param control the files of its control archive by name, "control" among them
 * @param paths what it ships, in archive order, absolute and without a trailing slash; the root is "/."
 */
public record UnpackedPackage(
        String name, Map<String, String> stanza, Map<String, byte[]> control, List<String> paths) {

    /** A control file as text; empty where the package has none of that name. */
    String text(String file) {
        return new String(control.getOrDefault(file, new byte[0]), StandardCharsets.UTF_8);
    }

    /** What dpkg calls it in its database: qualified with the architecture where several can be installed. */
    String databaseName() {
        return "same".equals(stanza.get("multi-arch")) ? name + ":" + stanza.get("architecture") : name;
    }
}
