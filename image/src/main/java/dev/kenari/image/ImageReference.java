package dev.kenari.image;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

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
        @Override
        public String toString() {
            return "embedded";
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
        if (text.equals("embedded")) {
            return new Embedded();
        }
        if (Grammar.STARTS_AS_DEBIAN.matcher(text).lookingAt()) {
            return Grammar.debian(text);
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

    /** The text form of a Debian reference. */
    final class Grammar {
        private static final Pattern STARTS_AS_DEBIAN = Pattern.compile("debian(?=$|[:+])");
        private static final Pattern DEBIAN =
                Pattern.compile("debian(?::(?<suite>[a-z][a-z0-9-]*))?(?:\\+(?<packages>[^+].*))?");

        /** Debian Policy, section 5.6.1. */
        private static final Pattern PACKAGE = Pattern.compile("[a-z0-9][a-z0-9+.-]+");

        private Grammar() {}

        private static ImageReference debian(String text) throws ImageException {
            var match = DEBIAN.matcher(text);
            if (!match.matches()) {
                throw new ImageException(
                        "bad-image-reference", "image '" + text + "': expected debian[:SUITE][+PACKAGE,...]");
            }
            String suite = match.group("suite") == null ? Debian.DEFAULT_SUITE : match.group("suite");
            SortedSet<String> packages = new TreeSet<>();
            if (match.group("packages") != null) {
                for (String name : match.group("packages").split(",", -1)) {
                    if (!PACKAGE.matcher(name).matches()) {
                        throw new ImageException(
                                "bad-image-reference", "image '" + text + "': '" + name + "' is no package name");
                    }
                    packages.add(name);
                }
            }
            return new Debian(suite, packages);
        }
    }
}
