package dev.kenari.image.tree;

import dev.kenari.image.ImageException;
import java.util.ArrayList;
import java.util.List;

/** Path names out of archives, taken apart and refused where they would lead outside (or nowhere). */
final class PathName {
    private static final int NAME_MAX = 255;
    static final int PATH_MAX = 4095;

    private PathName() {}

    /**
     * The components of an archive's path; a leading "/" or "./" means the root.
     *
     * @throws ImageException {@code unsafe-path} for "..", NUL, and names longer than Linux's limits
     */
    static List<String> components(String path) throws ImageException {
        if (path.length() > PATH_MAX || path.indexOf('\0') >= 0) {
            throw unsafe(path, path.length() > PATH_MAX ? "too long" : "NUL in a name");
        }
        List<String> components = new ArrayList<>();
        for (String name : path.split("/")) {
            if (name.equals("..")) {
                throw unsafe(path, "'..' leads out of the image");
            }
            if (name.length() > NAME_MAX) {
                throw unsafe(path, "a name of more than " + NAME_MAX + " bytes");
            }
            if (!name.isEmpty() && !name.equals(".")) {
                components.add(name);
            }
        }
        return components;
    }

    private static ImageException unsafe(String path, String why) {
        String shown = path.length() > 80 ? path.substring(0, 80) + "..." : path;
        return new ImageException("unsafe-path", "archive member '" + shown + "' refused: " + why);
    }
}
