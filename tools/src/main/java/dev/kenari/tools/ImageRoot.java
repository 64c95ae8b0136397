package dev.kenari.tools;

import dev.kenari.abi.Errno;
import dev.kenari.designs.RootImage;
import dev.kenari.image.Entry;
import dev.kenari.image.EntryType;
import dev.kenari.image.RootFileSystem;
import dev.kenari.vfs.ImageSource;
import dev.kenari.vfs.Population;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/** An image as a design wants it: the index, and one host file with all contents. */
public final class ImageRoot implements RootImage {
    private static final int S_IFCHR = 0020000;
    private static final int S_IFBLK = 0060000;
    private static final int S_IFIFO = 0010000;

    private final RootFileSystem image;
    private final Path data;
    /** Where a file's bytes are in {@link #data}; null where the image's own offsets are right. */
    private final Map<String, Long> offsets;

    private ImageRoot(RootFileSystem image, Path data, Map<String, Long> offsets) {
        this.image = image;
        this.data = data;
        this.offsets = offsets;
    }

    /** Reads the index; packs the files of a directory into one. */
    public static ImageRoot of(RootFileSystem image) {
        Path only = null;
        boolean single = true;
        for (Entry entry : image.entries()) {
            if (entry.type() == EntryType.FILE) {
                Path file = image.contents(entry);
                single &= only == null || file.equals(only);
                only = file;
            }
        }
        try {
            return single && only != null ? new ImageRoot(image, only, null) : packed(image);
        } catch (IOException e) {
            throw new UserError("unreadable-image", "image " + image.id() + ": " + e.getMessage());
        }
    }

    /** A directory's files lie apart: their bytes are put into one temporary file, which is gone when this JVM ends. */
    private static ImageRoot packed(RootFileSystem image) throws IOException {
        Path data = Files.createTempFile("kenari-image", null);
        data.toFile().deleteOnExit();
        Map<String, Long> offsets = new HashMap<>();
        try (FileChannel out = FileChannel.open(data, StandardOpenOption.WRITE)) {
            for (Entry entry : image.entries()) {
                if (entry.type() == EntryType.FILE) {
                    offsets.put(entry.path(), out.position());
                    copy(image.contents(entry), entry, out);
                }
            }
        }
        return new ImageRoot(image, data, offsets);
    }

    private static void copy(Path file, Entry entry, FileChannel out) throws IOException {
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            for (long done = 0; done < entry.size(); ) {
                long count = in.transferTo(entry.offset() + done, entry.size() - done, out);
                if (count <= 0) {
                    throw new IOException(file + " is shorter than it was");
                }
                done += count;
            }
        }
    }

    @Override
    public Path data() {
        return data;
    }

    @Override
    public void populate(Population into, ImageSource source) throws Errno {
        for (Entry e : image.entries()) {
            switch (e.type()) {
                case DIRECTORY -> into.directory(e.path(), e.mode(), e.uid(), e.gid(), e.mtimeNanos());
                case FILE ->
                    into.file(e.path(), e.mode(), e.uid(), e.gid(), e.mtimeNanos(), e.size(), source, offset(e));
                case SYMLINK -> into.symlink(e.path(), e.uid(), e.gid(), e.mtimeNanos(), e.linkTarget());
                case HARD_LINK -> into.link(e.path(), e.linkTarget());
                case CHARACTER_DEVICE -> special(into, e, S_IFCHR);
                case BLOCK_DEVICE -> special(into, e, S_IFBLK);
                case FIFO -> special(into, e, S_IFIFO);
            }
        }
    }

    private long offset(Entry entry) {
        return offsets == null ? entry.offset() : offsets.get(entry.path());
    }

    private static void special(Population into, Entry e, int type) throws Errno {
        long device = (long) e.major() << 8 | e.minor();
        into.special(e.path(), type | e.mode(), e.uid(), e.gid(), e.mtimeNanos(), device);
    }
}
