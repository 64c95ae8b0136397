package dev.kenari.image;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;

/** What {@code --image} names. */
public sealed interface ImageReference {
    /** What an absent {@code --image} means. */
    ImageReference DEFAULT = new Debian(Debian.DEFAULT_SUITE, new TreeSet<>());

    /**
     * {@code debian[:SUITE][+PACKAGE[,PACKAGE...]]}: Debian's essential packages and a few more, plus those named.
     *
     * @param packages sorted, so that equal sets are equal references
     */
    record Debian(String suite, SortedSet<String> packages) implements ImageReference {
        /** The release that Kenari is made for, whatever the host runs: the first with riscv64. */
        public static final String DEFAULT_SUITE = "trixie";

        @Override
        public String toString() {
            String base = suite.equals(DEFAULT_SUITE) ? "debian" : "debian:" + suite;
            return packages.isEmpty() ? base : base + "+" + String.join(",", packages);
        }
    }

    /** The project's own few programs; needs no network. */
    record Embedded() implements ImageReference {
        static final String NAME = "embedded";

        @Override
        public String toString() {
            return NAME;
        }
    }

    /** A directory of the host. */
    record Directory(Path path) implements ImageReference {
        @Override
        public String toString() {
            return path.toString();
        }
    }

    /** A tar file of the host, perhaps compressed with gzip, xz or zstd. */
    record Tar(Path path) implements ImageReference {
        @Override
        public String toString() {
            return path.toString();
        }
    }

    /**
     * Reads a reference. {@code debian} and {@code embedded} are words; anything else is a path of the host.
     *
     * @throws ImageException {@code bad-image-reference} or {@code no-such-image}
     */
    static ImageReference parse(String text) throws ImageException {
        if (text.equals(Embedded.NAME)) {
            return new Embedded();
        }
        if (DebianReference.looksLikeOne(text)) {
            return DebianReference.parse(text);
        }
        Path path;
        try {
            path = Path.of(text);
        } catch (InvalidPathException e) {
            throw new ImageException("bad-image-reference", "image '" + text + "': not a path", e);
        }
        if (text.isEmpty() || !Files.exists(path)) {
            throw new ImageException(
                    "no-such-image",
                    "image '" + text + "': no such file or directory; give debian[:SUITE][+PACKAGE,...], embedded,"
                            + " a directory or a tar file");
        }
        return Files.isDirectory(path) ? new Directory(path) : new Tar(path);
    }
}
