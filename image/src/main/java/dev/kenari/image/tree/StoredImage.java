package dev.kenari.image.tree;

import dev.kenari.image.Entry;
import dev.kenari.image.RootFileSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;

/** An image on disk: a directory with a tar and its index. */
public final class StoredImage implements RootFileSystem {
    /** The tar's name in an image's directory. */
    public static final String DATA = "rootfs.tar";

    /** The index's name in an image's directory. */
    public static final String INDEX = "index";

    private final String id;
    private final Path data;
    private final List<Entry> entries;

    private StoredImage(String id, Path data, List<Entry> entries) {
        this.id = id;
        this.data = data;
        this.entries = Collections.unmodifiableList(entries);
    }

    /** @throws IOException if it is not there, or not as it was written */
    public static StoredImage load(Path directory, String id) throws IOException {
        Path data = directory.resolve(DATA);
        IndexFile.Contents index = IndexFile.read(directory.resolve(INDEX));
        if (Files.size(data) != index.dataLength()) {
            throw new IOException("damaged image " + directory);
        }
        return new StoredImage(id, data, index.entries());
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public List<Entry> entries() {
        return entries;
    }

    @Override
    public Path contents(Entry entry) {
        return data;
    }
}
