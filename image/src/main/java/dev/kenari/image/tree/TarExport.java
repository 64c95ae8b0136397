package dev.kenari.image.tree;

import dev.kenari.image.Entry;
import dev.kenari.image.EntryType;
import dev.kenari.image.ImageException;
import dev.kenari.image.RootFileSystem;
import dev.kenari.image.archive.TarWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/** Writes an image as one tar, every file once and in the order of its entries: the same image gives the same bytes. */
public final class TarExport {
    private static final Set<PosixFilePermission> FOR_ALL = EnumSet.of(
            PosixFilePermission.OWNER_READ,
            PosixFilePermission.OWNER_WRITE,
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.OTHERS_READ);

    private TarExport() {}

    /** Writes the file beside its place and puts it there when it is whole; an existing one is replaced. */
    public static void write(RootFileSystem image, Path file) throws ImageException {
        if (Files.isDirectory(file)) {
            throw new ImageException("cannot-write-image", file + " is a directory; name a file, such as image.tar");
        }
        Path target = file.toAbsolutePath();
        if (!Files.isDirectory(target.getParent())) {
            throw new ImageException("cannot-write-image", "cannot write " + file + ": its directory does not exist");
        }
        try {
            Path part = Files.createTempFile(target.getParent(), ".kenari-", ".part");
            try {
                try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part), 1 << 18);
                        Contents contents = new Contents(image)) {
                    write(image, contents, new TarWriter(out));
                }
                if (part.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                    Files.setAttribute(part, "posix:permissions", FOR_ALL);
                }
                Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw new ImageException("cannot-write-image", "cannot write " + file + ": " + e, e);
        }
    }

    private static void write(RootFileSystem image, Contents contents, TarWriter tar) throws IOException {
        for (Entry entry : image.entries()) {
            tar.header(Contents.member(entry));
            if (entry.type() == EntryType.FILE) {
                tar.content(contents.of(entry), entry.size());
            }
        }
        tar.finish();
    }
}
