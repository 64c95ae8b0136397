package dev.kenari.vfs.service;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.vfs.LinkTarget;
import dev.kenari.vfs.file.Client;
import dev.kenari.vfs.namespace.Dentry;
import dev.kenari.vfs.namespace.Inode;
import dev.kenari.vfs.namespace.Mount;
import dev.kenari.vfs.namespace.Path;
import dev.kenari.vfs.namespace.Permissions;

/** One walk along a path (path_resolution(7)), as a client, with the restrictions of openat2(2). */
final class PathWalk {
    static final int NAME_MAX = 255;
    private static final int MAX_LINKS = 40;
    private static final int SCOPED = Fcntl.RESOLVE_BENEATH | Fcntl.RESOLVE_IN_ROOT;

    private final VirtualFileSystem vfs;
    private final Client client;
    private final int resolve;
    private Path root;
    private Mount mount;
    private Dentry dentry;
    private String last;
    private boolean directoryWanted;
    private int links;

    /** @param resolve {@code RESOLVE_*} */
    PathWalk(VirtualFileSystem vfs, Client client, int resolve) {
        this.vfs = vfs;
        this.client = client;
        this.resolve = resolve;
    }

    /** Where the walk is now. */
    Path path() {
        return new Path(mount, dentry);
    }

    Mount mount() {
        return mount;
    }

    Dentry dentry() {
        return dentry;
    }

    Inode inode() {
        return dentry.inode();
    }

    /** After {@link #toParent}: the last component; empty if the path was only slashes. */
    String last() {
        return last;
    }

    /** Whether the path ended with a slash. */
    boolean directoryWanted() {
        return directoryWanted;
    }

    /** Whether the last component is a name and not {@code .}, {@code ..} or nothing. */
    boolean lastIsName() {
        return !last.isEmpty() && !last.equals(".") && !last.equals("..");
    }

    /** Walks the whole path. @param follow a symbolic link at the end */
    PathWalk to(int dir, String path, boolean follow) throws Errno {
        start(dir, path);
        walkParent(path);
        finish(follow);
        return this;
    }

    /** Walks to the directory of the last component, which may be searched. */
    PathWalk toParent(int dir, String path) throws Errno {
        start(dir, path);
        walkParent(path);
        checkSearchable();
        return this;
    }

    /** Goes on from {@link #toParent} to the last component. */
    void finish(boolean follow) throws Errno {
        boolean wanted = directoryWanted;
        if (!last.isEmpty()) {
            step(last, follow || wanted);
        }
        if (wanted && !dentry.inode().isDirectory()) {
            throw Errno.ENOTDIR;
        }
    }

    /** After {@link #toParent}: the dentry of the last component, mounts not crossed; null if there is none. */
    Dentry child() throws Errno {
        try {
            return lookup(last);
        } catch (Errno e) {
            if (e == Errno.ENOENT) {
                return null;
            }
            throw e;
        }
    }

    /**
     * Goes on from {@link #toParent}, whose last component is the symbolic link {@code link}, to the directory of the
     * last component of its
     * target.
     *
     * @return false if the link was a magic one: the walk is at the file itself
     */
    boolean followToParent(Dentry link) throws Errno {
        LinkTarget target = readLink(link);
        if (target.kind() != LinkTarget.Kind.PATH) {
            jump(vfs.magicTarget(target));
            return false;
        }
        walkParent(target.path());
        checkSearchable();
        return true;
    }

    /** Goes from the directory to its entry {@code child} and across what is mounted there. */
    void enter(Dentry child) throws Errno {
        dentry = child;
        crossMounts();
    }

    private void start(int dir, String path) throws Errno {
        if (path.isEmpty()) {
            throw Errno.ENOENT;
        }
        if (path.length() >= 4096) {
            throw Errno.ENAMETOOLONG;
        }
        boolean scoped = (resolve & SCOPED) != 0;
        boolean absolute = path.charAt(0) == '/';
        Path from = absolute && !scoped ? null : vfs.directory(client, dir);
        root = scoped ? from : client.fs().root();
        if (!absolute) {
            jump(from);
        }
    }

    private void jump(Path to) {
        mount = to.mount();
        dentry = to.dentry();
    }

    private void jumpToRoot() throws Errno {
        if ((resolve & Fcntl.RESOLVE_BENEATH) != 0) {
            throw Errno.EXDEV;
        }
        if ((resolve & Fcntl.RESOLVE_NO_XDEV) != 0 && mount != null && mount != root.mount()) {
            throw Errno.EXDEV;
        }
        jump(root);
    }

    /** Walks all components but the last, which it leaves in {@link #last}. */
    private void walkParent(String path) throws Errno {
        int length = path.length();
        if (length == 0) {
            throw Errno.ENOENT;
        }
        if (path.charAt(0) == '/') {
            jumpToRoot();
        }
        String pending = "";
        directoryWanted = false;
        for (int at = 0; at < length; ) {
            if (path.charAt(at) == '/') {
                directoryWanted = true;
                at++;
                continue;
            }
            int end = path.indexOf('/', at);
            if (end < 0) {
                end = length;
            }
            if (!pending.isEmpty()) {
                step(pending, true);
            }
            pending = path.substring(at, end);
            directoryWanted = false;
            at = end;
        }
        last = pending;
    }

    private void checkSearchable() throws Errno {
        Inode inode = dentry.inode();
        if (!inode.isDirectory()) {
            throw Errno.ENOTDIR;
        }
        Permissions.check(inode, client.credentials(), Permissions.EXECUTE);
    }

    private void step(String name, boolean follow) throws Errno {
        checkSearchable();
        if (name.equals(".")) {
            return;
        }
        if (name.equals("..")) {
            up();
            return;
        }
        Dentry child = lookup(name);
        if (follow && child.inode().isSymlink()) {
            followLink(child);
        } else {
            enter(child);
        }
    }

    private Dentry lookup(String name) throws Errno {
        if (name.length() > NAME_MAX) {
            throw Errno.ENAMETOOLONG;
        }
        return dentry.lookup(name);
    }

    private LinkTarget readLink(Dentry link) throws Errno {
        if (++links > MAX_LINKS || (resolve & Fcntl.RESOLVE_NO_SYMLINKS) != 0) {
            throw Errno.ELOOP;
        }
        LinkTarget target = link.inode().target();
        if (target.kind() != LinkTarget.Kind.PATH) {
            if ((resolve & Fcntl.RESOLVE_NO_MAGICLINKS) != 0) {
                throw Errno.ELOOP;
            }
            if ((resolve & SCOPED) != 0) {
                throw Errno.EXDEV;
            }
        }
        return target;
    }

    private void followLink(Dentry link) throws Errno {
        LinkTarget target = readLink(link);
        if (target.kind() == LinkTarget.Kind.PATH) {
            boolean outer = directoryWanted;
            walkParent(target.path());
            finish(true);
            directoryWanted = outer;
        } else {
            Path to = vfs.magicTarget(target);
            if ((resolve & Fcntl.RESOLVE_NO_XDEV) != 0 && to.mount() != mount) {
                throw Errno.EXDEV;
            }
            jump(to);
        }
    }

    private void up() throws Errno {
        while (true) {
            if (mount == root.mount() && dentry == root.dentry()) {
                if ((resolve & Fcntl.RESOLVE_BENEATH) != 0) {
                    throw Errno.EXDEV;
                }
                return;
            }
            if (dentry != mount.root()) {
                if (dentry.parent() != null) {
                    dentry = dentry.parent();
                }
                break;
            }
            if (mount.parent() == null) {
                return;
            }
            if ((resolve & Fcntl.RESOLVE_NO_XDEV) != 0) {
                throw Errno.EXDEV;
            }
            dentry = mount.point();
            mount = mount.parent();
        }
        crossMounts();
    }

    private void crossMounts() throws Errno {
        while (dentry.hasMounts()) {
            Mount above = dentry.mountedOn(mount);
            if (above == null) {
                return;
            }
            if ((resolve & Fcntl.RESOLVE_NO_XDEV) != 0) {
                throw Errno.EXDEV;
            }
            mount = above;
            dentry = above.root();
        }
    }
}
