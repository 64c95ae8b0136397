package dev.kenari.vfs.namespace;

import dev.kenari.abi.Errno;

/** A path's text as seen from a root directory. */
public final class PathName {
    private static final int LONGEST = 4095;

    private PathName() {}

    /**
     * Absolute; ends with {@code  (deleted)} if the name is gone. What lies outside {@code root} is named from the
     * root of its mounts.
     * A file outside all directories has only its own name.
     */
    public static String of(Path path, Path root) throws Errno {
        StringBuilder text = new StringBuilder();
        build(path, root, text);
        if (path.dentry().removed()) {
            text.append(" (deleted)");
        }
        return text.toString();
    }

    /** As {@link #of}, for lists: a name that is too long is only said to be so. */
    public static String listed(Path path, Path root) {
        try {
            return of(path, root);
        } catch (Errno e) {
            return "(name too long)";
        }
    }

    /** As {@link #of}; null if {@code root} does not lead there. */
    public static String reachable(Path path, Path root) throws Errno {
        StringBuilder text = new StringBuilder();
        return build(path, root, text) ? text.toString() : null;
    }

    /** Where in its file system a dentry is. */
    public static String inFileSystem(Dentry dentry) throws Errno {
        StringBuilder text = new StringBuilder();
        for (Dentry at = dentry; at.parent() != null; at = at.parent()) {
            text.insert(0, at.name()).insert(0, '/');
            if (text.length() > LONGEST) {
                throw Errno.ENAMETOOLONG;
            }
        }
        slashIfEmpty(text);
        return text.toString();
    }

    private static boolean build(Path path, Path root, StringBuilder text) throws Errno {
        Mount mount = path.mount();
        Dentry at = path.dentry();
        while (!(mount == root.mount() && at == root.dentry())) {
            if (at == mount.root()) {
                if (mount.parent() == null) {
                    slashIfEmpty(text);
                    return false;
                }
                at = mount.point();
                mount = mount.parent();
                continue;
            }
            if (at.parent() == null) {
                text.insert(0, at.name());
                return false;
            }
            text.insert(0, at.name()).insert(0, '/');
            at = at.parent();
            if (text.length() > LONGEST) {
                throw Errno.ENAMETOOLONG;
            }
        }
        slashIfEmpty(text);
        return true;
    }

    private static void slashIfEmpty(StringBuilder text) {
        if (text.isEmpty()) {
            text.append('/');
        }
    }
}
