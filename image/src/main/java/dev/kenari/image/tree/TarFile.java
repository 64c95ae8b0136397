package dev.kenari.image.tree;

import dev.kenari.image.Entry;
import dev.kenari.image.ImageException;
import dev.kenari.image.RootFileSystem;
import dev.kenari.image.archive.TarMember;
import dev.kenari.image.archive.TarReader;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;

/** An uncompressed tar of the user's, its contents read in place. */
public final class TarFile implements RootFileSystem {
    private final String id;
    private final Path file;
    private final List<Entry> entries;

    private TarFile(String id, Path file, List<Entry> entries) {
        this.id = id;
        this.file = file;
        this.entries = Collections.unmodifiableList(entries);
    }

    /** Reads the tar's headers. */
    public static TarFile open(Path file, String id) throws ImageException {
        StagedImage image = new StagedImage(new InPlace(file));
        // Small, because most of a tar is skipped.
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 2048)) {
            image.addAll(new TarReader(in), file.toString());
        } catch (IOException e) {
            throw new ImageException("unreadable-image", "cannot read " + file + ": " + e.getMessage(), e);
        }
        return new TarFile(id, file, image.entries());
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
        return file;
    }

    private record InPlace(Path file) implements ContentStore {
        @Override
        public void add(TarMember member) {}

        @Override
        public long add(TarMember member, InputStream content) {
            return member.offset();
        }

        @Override
        public byte[] read(long offset, int size) throws ImageException {
            throw new ImageException("unreadable-image", "cannot read back " + file);
        }
    }
}
