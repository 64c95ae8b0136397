package dev.kenari.process.procfs;

import dev.kenari.abi.Errno;
import dev.kenari.abi.FileMode;
import java.util.HashMap;
import java.util.Map;

/** Directories, files and symbolic links that are there, whoever looks. Paths have no leading slash. */
final class PseudoTree {
    static final long ROOT = 1;

    private final Map<Long, PseudoNode> nodes = new HashMap<>();
    private final PseudoNode root = PseudoNode.directory(ROOT, FileMode.S_IFDIR | 0555);
    private long next = ROOT + 1;

    PseudoTree() {
        nodes.put(ROOT, root);
    }

    PseudoTree file(String path, Content content) {
        return add(path, FileMode.S_IFREG | 0444, content, null);
    }

    PseudoTree file(String path, int permissions, Content content, Setting setting) {
        return add(path, FileMode.S_IFREG | permissions, content, setting);
    }

    /** A file that always says the same; a newline is added. */
    PseudoTree constant(String path, Object value) {
        String text = value + "\n";
        return file(path, () -> text);
    }

    PseudoTree link(String path, Content target) {
        return add(path, FileMode.S_IFLNK | 0777, target, null);
    }

    PseudoTree directory(String path) {
        parent(path + "/");
        return this;
    }

    private PseudoTree add(String path, int mode, Content content, Setting setting) {
        PseudoNode node = new PseudoNode(next++, mode, content, setting, Map.of());
        nodes.put(node.id(), node);
        parent(path).children().put(path.substring(path.lastIndexOf('/') + 1), node);
        return this;
    }

    /** Takes a file or directory, with what is in it, out of the tree. */
    void remove(String path) {
        PseudoNode gone = parent(path).children().remove(path.substring(path.lastIndexOf('/') + 1));
        if (gone != null) {
            forget(gone);
        }
    }

    private void forget(PseudoNode node) {
        nodes.remove(node.id());
        node.children().values().forEach(this::forget);
    }

    private PseudoNode parent(String path) {
        PseudoNode at = root;
        for (int from = 0, slash; (slash = path.indexOf('/', from)) >= 0; from = slash + 1) {
            at = at.children().computeIfAbsent(path.substring(from, slash), name -> {
                PseudoNode made = PseudoNode.directory(next++, FileMode.S_IFDIR | 0555);
                nodes.put(made.id(), made);
                return made;
            });
        }
        return at;
    }

    /** ENOENT. */
    PseudoNode find(long id) throws Errno {
        PseudoNode node = nodes.get(id);
        if (node == null) {
            throw Errno.ENOENT;
        }
        return node;
    }
}
