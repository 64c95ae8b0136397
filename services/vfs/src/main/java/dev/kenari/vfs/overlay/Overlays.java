package dev.kenari.vfs.overlay;

import dev.kenari.abi.Errno;
import dev.kenari.vfs.namespace.Inode;
import dev.kenari.vfs.namespace.Path;
import java.util.ArrayList;
import java.util.List;

/** Puts overlays together of the directories that are named. */
public final class Overlays {
    /** A stack of more overlays is refused. */
    private static final int MAX_DEPTH = 2;

    private Overlays() {}

    /** Where the mounting process's paths lead. */
    @FunctionalInterface
    public interface Paths {
        Path walk(String path) throws Errno;
    }

    /** mount(2). */
    public static OverlayFileSystem mount(Paths paths, String text) throws Errno {
        OverlayOptions options = OverlayOptions.parse(text);
        List<Path> lower = new ArrayList<>();
        for (String path : options.lower()) {
            lower.add(directory(paths, path));
        }
        Path upper = options.upper() == null ? null : directory(paths, options.upper());
        Path work = options.work() == null ? null : directory(paths, options.work());
        check(lower, upper, work);
        int depth = upper == null ? 1 : 1 + depth(upper);
        for (Path path : lower) {
            depth = Math.max(depth, 1 + depth(path));
        }
        if (depth > MAX_DEPTH) {
            throw Errno.EINVAL;
        }
        return of(lower, upper, work, options, text, depth);
    }

    /** An overlay that the kernel makes itself. @param options as for mount(2), for proc(5) */
    public static OverlayFileSystem of(Path lower, Path upper, Path work, String text) throws Errno {
        return of(List.of(lower), upper, work, OverlayOptions.parse(text), text, 1);
    }

    private static OverlayFileSystem of(
            List<Path> lower, Path upper, Path work, OverlayOptions options, String text, int depth) throws Errno {
        Markers markers = new Markers(options.attributes());
        Workspace workspace = upper == null ? null : Workspace.open(work.dentry(), markers);
        List<Layer> layers = lower.stream().map(path -> Layer.of(path, path.mount().id())).toList();
        Layer top = upper == null ? null : Layer.of(upper, upper.mount().id());
        CopyUp copyUp = top == null ? null : new CopyUp(top, workspace, markers, options.durable());
        OverlayTree tree = new OverlayTree(top, layers, markers, copyUp);
        Inode statusOf = (upper == null ? lower.getFirst() : upper).inode();
        return new OverlayFileSystem(tree, markers, workspace, statusOf, text, depth);
    }

    private static Path directory(Paths paths, String path) throws Errno {
        Path found = paths.walk(path);
        if (!found.inode().isDirectory()) {
            throw Errno.ENOTDIR;
        }
        return found;
    }

    private static int depth(Path path) {
        return path.inode().superBlock().description().stackDepth();
    }

    private static void check(List<Path> lower, Path upper, Path work) throws Errno {
        if (upper != null) {
            boolean usable = upper.mount() == work.mount()
                    && upper.inode().superBlock().cacheable()
                    && !upper.dentry().contains(work.dentry())
                    && !work.dentry().contains(upper.dentry());
            if (!usable) {
                throw Errno.EINVAL;
            }
            if (upper.mount().readOnly()) {
                throw Errno.EROFS;
            }
        }
        for (int i = 0; i < lower.size(); i++) {
            Path path = lower.get(i);
            boolean overlaps = upper != null && (contains(upper, path) || contains(work, path));
            for (Path other : lower.subList(0, i)) {
                overlaps |= contains(path, other) || contains(other, path);
            }
            if (overlaps) {
                throw Errno.ELOOP;
            }
        }
    }

    private static boolean contains(Path above, Path below) {
        return above.dentry().contains(below.dentry());
    }
}
