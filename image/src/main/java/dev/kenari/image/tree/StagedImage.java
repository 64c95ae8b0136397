package dev.kenari.image.tree;

import dev.kenari.image.Entry;
import dev.kenari.image.EntryType;
import dev.kenari.image.ImageException;
import dev.kenari.image.RootFileSystem;
import dev.kenari.image.archive.TarMember;
import dev.kenari.image.archive.TarReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.BiPredicate;

/**
 * An image being built. Contents go where the {@link ContentStore} puts them as they come, the names live in memory.
 * Later files replace earlier ones.
 */
public final class StagedImage {
    private final ContentStore store;
    private final FileTree tree = new FileTree();

    StagedImage(ContentStore store) {
        this.store = store;
    }

    /**
     * Adds every member of a tar.
     *
     * @param source names the tar in messages
     */
    public void addAll(TarReader reader, String source) throws ImageException {
        addAll(reader, source, path -> {});
    }

    /** Is told each member's name as it is added. */
    @FunctionalInterface
    public interface Listener {
        void added(String name);
    }

    /** Adds every member of a tar, in order, and tells the listener their names. */
    public void addAll(TarReader reader, String source, Listener listener) throws ImageException {
        try {
            for (TarMember member = reader.next(); member != null; member = reader.next()) {
                add(member, reader.content());
                listener.added(member.name());
            }
        } catch (ImageException e) {
            throw new ImageException(e.id(), source + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new ImageException("corrupt-archive", source + ": " + e.getMessage(), e);
        }
    }

    /** Adds all of another image. */
    public void addAll(RootFileSystem from) throws ImageException {
        try (Contents contents = new Contents(from)) {
            for (Entry entry : from.entries()) {
                add(Contents.member(entry), contents.of(entry));
            }
        } catch (IOException e) {
            throw new ImageException("unreadable-image", "image " + from.id() + ": " + e.getMessage(), e);
        }
    }

    private void add(TarMember member, InputStream content) throws ImageException, IOException {
        var attributes = new Attributes(member.mode(), member.uid(), member.gid(), member.mtimeNanos());
        switch (member.type()) {
            case FILE -> file(member, attributes, content);
            case DIRECTORY -> directory(member.name(), attributes);
            case SYMLINK -> symlink(member.name(), attributes, member.linkName());
            case HARD_LINK -> hardLink(member.name(), member.linkName());
            case CHARACTER_DEVICE, BLOCK_DEVICE, FIFO -> {
                var inode = new Inode(member.type(), attributes);
                inode.major = member.major();
                inode.minor = member.minor();
                replace(member.name(), inode);
            }
        }
    }

    /** Adds a directory, or gives an existing one these attributes; a symbolic link to a directory stays. */
    public void directory(String path, Attributes attributes) throws ImageException {
        Inode existing = tree.find(path, true);
        if (existing != null && existing.type == EntryType.DIRECTORY) {
            existing.set(attributes);
            return;
        }
        replace(path, new Inode(EntryType.DIRECTORY, attributes));
    }

    private void file(TarMember member, Attributes attributes, InputStream content)
            throws ImageException, IOException {
        FileTree.Place place = vacant(member.name(), attributes.mtimeNanos());
        var inode = new Inode(EntryType.FILE, attributes);
        inode.size = member.size();
        inode.offset = member.offset();
        inode.offset = store.add(header(place, inode, ""), content);
        tree.put(place, inode);
    }

    /** Adds a small file. */
    public void file(String path, Attributes attributes, byte[] content) throws ImageException {
        FileTree.Place place = vacant(path, attributes.mtimeNanos());
        var inode = new Inode(EntryType.FILE, attributes);
        inode.size = content.length;
        try {
            inode.offset = store.add(header(place, inode, ""), new ByteArrayInputStream(content));
        } catch (IOException e) {
            throw new AssertionError("memory is readable", e);
        }
        tree.put(place, inode);
    }

    /** Adds a symbolic link. */
    public void symlink(String path, Attributes attributes, String target) throws ImageException {
        if (target.isEmpty() || target.length() > PathName.PATH_MAX || target.indexOf('\0') >= 0) {
            throw new ImageException("corrupt-archive", "symbolic link '" + path + "' with a bad target");
        }
        var inode = new Inode(EntryType.SYMLINK, attributes);
        inode.linkTarget = target;
        replace(path, inode);
    }

    /** Adds a name to an existing file. */
    public void hardLink(String path, String target) throws ImageException {
        Inode inode = tree.find(target, false);
        if (inode == null || inode.type == EntryType.DIRECTORY) {
            throw new ImageException("corrupt-archive", "hard link '" + path + "' to '" + target + "': no such file");
        }
        FileTree.Place place = vacant(path, inode.mtimeNanos);
        store.add(new TarMember(
                place.fullPath().substring(1),
                EntryType.HARD_LINK,
                inode.mode,
                inode.uid,
                inode.gid,
                inode.mtimeNanos,
                0,
                0,
                String.join("/", PathName.components(target)),
                0,
                0));
        tree.put(place, inode);
    }

    /** What a path names, links followed, or null. */
    public Inode find(String path) throws ImageException {
        return tree.find(path, true);
    }

    /** What a path names, a link at its end not followed, or null. */
    public Inode findNoFollow(String path) throws ImageException {
        return tree.find(path, false);
    }

    /** A staged file's bytes, or null where no file has that path. */
    public byte[] read(String path) throws ImageException {
        Inode inode = tree.find(path, true);
        if (inode == null || inode.type != EntryType.FILE) {
            return null;
        }
        if (inode.size > 1 << 26) {
            throw new ImageException("corrupt-archive", path + ": " + inode.size + " bytes, too large for what it is");
        }
        return store.read(inode.offset, (int) inode.size);
    }

    /** Removes every file whose path and type are not among those to keep, a directory with all that is in it. */
    public void retain(BiPredicate<String, EntryType> kept) {
        tree.retain(kept);
    }

    /** The entries so far. */
    public List<Entry> entries() {
        return tree.entries();
    }

    private void replace(String path, Inode inode) throws ImageException {
        FileTree.Place place = vacant(path, inode.mtimeNanos);
        store.add(header(place, inode, inode.linkTarget));
        tree.put(place, inode);
    }

    /** A place where a name can be put: nothing is there, or something that may be replaced. */
    private FileTree.Place vacant(String path, long mtimeNanos) throws ImageException {
        FileTree.Place place = tree.place(path, mtimeNanos);
        Inode existing = place.get();
        if (existing != null && existing.type == EntryType.DIRECTORY && !existing.children.isEmpty()) {
            throw new ImageException("corrupt-archive", "'" + path + "' would replace a directory that is not empty");
        }
        return place;
    }

    private static TarMember header(FileTree.Place place, Inode inode, String link) {
        return new TarMember(
                place.fullPath().substring(1),
                inode.type,
                inode.mode,
                inode.uid,
                inode.gid,
                inode.mtimeNanos,
                inode.size,
                inode.offset,
                link,
                inode.major,
                inode.minor);
    }
}
