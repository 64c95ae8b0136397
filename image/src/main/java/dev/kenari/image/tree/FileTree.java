package dev.kenari.image.tree;

import dev.kenari.image.Entry;
import dev.kenari.image.EntryType;
import dev.kenari.image.ImageException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;

/**
 * The names of an image being staged. Paths are looked up as inside a chroot: symbolic links in a path's directories
 * are followed, ".." in their text stops at the root. Nothing here touches the host.
 */
final class FileTree {
    private static final int MAX_SYMLINKS = 40;

    /** Past this an archive is hostile: ext4 at its default density gives a 64 GiB disk as many. */
    private static final int MAX_FILES = 4_000_000;

    final Inode root = new Inode(EntryType.DIRECTORY, Attributes.ofRoot(0755, 0));
    private int files;

    /** A directory and a name in it. */
    record Place(Inode directory, String path, String name) {
        Inode get() {
            return directory.children.get(name);
        }

        String fullPath() {
            return path + "/" + name;
        }
    }

    /** What a path names, or null; a symbolic link at its end is followed where asked. */
    Inode find(String path, boolean follow) throws ImageException {
        Walk walk = new Walk(false, 0);
        return walk.to(PathName.components(path), follow) ? walk.top() : null;
    }

    /** Where a path's last name goes; missing directories are made, as root's and 0755. */
    Place place(String path, long mtimeNanos) throws ImageException {
        List<String> components = PathName.components(path);
        if (components.isEmpty()) {
            throw new ImageException("corrupt-archive", "archive member '" + path + "' has no name");
        }
        Walk walk = new Walk(true, mtimeNanos);
        if (!walk.to(components.subList(0, components.size() - 1), true)) {
            throw new ImageException(
                    "corrupt-archive", "archive member '" + path + "' is below something that is no directory");
        }
        return new Place(walk.top(), walk.path(), components.getLast());
    }

    void put(Place place, Inode inode) throws ImageException {
        if (++files > MAX_FILES) {
            throw new ImageException("image-too-large", "image has more than " + MAX_FILES + " files");
        }
        place.directory.children.put(place.name, inode);
    }

    void retain(BiPredicate<String, EntryType> kept) {
        retain(root, "", kept);
    }

    private static void retain(Inode directory, String path, BiPredicate<String, EntryType> kept) {
        directory.children.entrySet().removeIf(child -> {
            String name = path + "/" + child.getKey();
            boolean stays = kept.test(name, child.getValue().type);
            if (stays && child.getValue().type == EntryType.DIRECTORY) {
                retain(child.getValue(), name, kept);
            }
            return !stays;
        });
    }

    /** Every name, directories first, the first name of an inode as FILE and further ones as HARD_LINK. */
    List<Entry> entries() {
        List<Entry> entries = new ArrayList<>(files + 1);
        Map<Inode, String> named = new IdentityHashMap<>();
        record Step(String path, Inode inode) {}
        Deque<Step> todo = new ArrayDeque<>();
        todo.push(new Step("", root));
        while (!todo.isEmpty()) {
            Step step = todo.pop();
            Inode inode = step.inode;
            String first = inode.type == EntryType.DIRECTORY ? null : named.putIfAbsent(inode, step.path);
            entries.add(new Entry(
                    step.path.isEmpty() ? "/" : step.path,
                    first == null ? inode.type : EntryType.HARD_LINK,
                    inode.mode,
                    inode.uid,
                    inode.gid,
                    inode.mtimeNanos,
                    inode.size,
                    inode.offset,
                    first == null ? inode.linkTarget : first,
                    inode.major,
                    inode.minor));
            if (inode.children != null) {
                List<Step> below = new ArrayList<>(inode.children.size());
                inode.children.forEach((name, child) -> below.add(new Step(step.path + "/" + name, child)));
                below.reversed().forEach(todo::push);
            }
        }
        return entries;
    }

    /** A walk from the root that remembers the directories it came through, for "..". */
    private final class Walk {
        private final boolean create;
        private final long mtimeNanos;
        private final Deque<Inode> directories = new ArrayDeque<>(List.of(root));
        private final Deque<String> names = new ArrayDeque<>();
        private Inode last = root;
        private int symlinks;

        Walk(boolean create, long mtimeNanos) {
            this.create = create;
            this.mtimeNanos = mtimeNanos;
        }

        Inode top() {
            return last;
        }

        String path() {
            StringBuilder path = new StringBuilder();
            names.descendingIterator().forEachRemaining(name -> path.append('/').append(name));
            return path.toString();
        }

        boolean to(List<String> components, boolean followLast) throws ImageException {
            Deque<String> left = new ArrayDeque<>(components);
            while (!left.isEmpty()) {
                String name = left.pop();
                if (last.type != EntryType.DIRECTORY) {
                    return false;
                }
                if (name.equals("..")) {
                    up();
                    continue;
                }
                Inode child = last.children.get(name);
                if (child == null) {
                    if (!create) {
                        return false;
                    }
                    child = new Inode(EntryType.DIRECTORY, Attributes.ofRoot(0755, mtimeNanos));
                    put(new Place(last, "", name), child);
                }
                if (child.type == EntryType.SYMLINK && (followLast || !left.isEmpty())) {
                    if (++symlinks > MAX_SYMLINKS) {
                        throw new ImageException("corrupt-archive", "too many symbolic links at '" + name + "'");
                    }
                    follow(child.linkTarget, left);
                } else if (child.type == EntryType.DIRECTORY) {
                    directories.push(child);
                    names.push(name);
                    last = child;
                } else {
                    last = child;
                }
            }
            return !create || last.type == EntryType.DIRECTORY;
        }

        private void up() {
            if (directories.size() > 1) {
                directories.pop();
                names.pop();
            }
            last = directories.peek();
        }

        private void follow(String target, Deque<String> left) {
            if (target.startsWith("/")) {
                directories.clear();
                names.clear();
                directories.push(root);
                last = root;
            }
            for (String name : List.of(target.split("/")).reversed()) {
                if (!name.isEmpty() && !name.equals(".")) {
                    left.push(name);
                }
            }
        }
    }
}
