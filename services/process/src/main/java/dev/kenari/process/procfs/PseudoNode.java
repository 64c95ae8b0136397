package dev.kenari.process.procfs;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A node of a {@link PseudoTree}.
 *
 * @param mode type and permissions
 * @param content of a file, target of a symbolic link, null for a directory
 * @param setting null if it can't be written
 * @param children of a directory, else empty
 */
record PseudoNode(long id, int mode, Content content, Setting setting, Map<String, PseudoNode> children) {
    static PseudoNode directory(long id, int mode) {
        return new PseudoNode(id, mode, null, null, new LinkedHashMap<>());
    }

    /** Links to a directory: its name, its dot, and its subdirectories' dot-dots. */
    int links() {
        return content != null ? 1 : 2 + (int) children.values().stream().filter(c -> c.content() == null).count();
    }
}
