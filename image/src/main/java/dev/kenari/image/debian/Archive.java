package dev.kenari.image.debian;

import dev.kenari.image.ImageException;
import dev.kenari.image.Progress;
import dev.kenari.image.archive.Compression;
import dev.kenari.image.archive.Sha256Stream;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * A Debian archive for riscv64: its signed Release file, its package index and its packages, each verified and kept in
 * the cache.
 *
 * <pre>
 * lists/SUITE/InRelease, Packages*   what the last update brought
 * lists/SUITE/mirror                 where from
 * debs/SHA256.deb                    packages, by what they hash to
 * </pre>
 */
public final class Archive {
    private static final String ARCHITECTURE = "riscv64";
    private static final List<String> INDEXES = List.of("Packages.xz", "Packages.gz", "Packages");

    /** Indexes younger than this are as good as new: point releases are weeks apart. */
    private static final Duration FRESH = Duration.ofHours(12);

    private final Path cache;
    private final List<URI> mirrors;
    private final Keyring keyring;
    private final Fetcher fetcher;
    private final InstantSource clock;
    private final boolean checkValidUntil;

    /**
     * An archive that may be had from any of several mirrors.
     *
     * @param mirrors roots, each ending in "/"; the first that carries the suite is used
     */
    public Archive(
            Path cache,
            List<URI> mirrors,
            Keyring keyring,
            Fetcher fetcher,
            InstantSource clock,
            boolean checkValidUntil) {
        this.cache = cache;
        this.mirrors = mirrors;
        this.keyring = keyring;
        this.fetcher = fetcher;
        this.clock = clock;
        this.checkValidUntil = checkValidUntil;
    }

    /** A suite's packages, and where they are to be had. */
    public record Suite(URI mirror, PackageIndex index) {}

    /** The suite as last fetched, if that was recently and from a mirror that is still configured; else null. */
    public Suite recent(String suite) throws ImageException {
        Path inRelease = lists(suite).resolve("InRelease");
        try {
            Instant fetched = Files.getLastModifiedTime(inRelease).toInstant();
            if (fetched.plus(FRESH).isBefore(clock.instant()) || fetched.isAfter(clock.instant())) {
                return null;
            }
            URI mirror = URI.create(Files.readString(lists(suite).resolve("mirror")));
            if (!mirrors.contains(mirror)) {
                return null;
            }
            Release release = verified(suite, Files.readAllBytes(inRelease));
            for (String name : INDEXES) {
                Path file = lists(suite).resolve(name);
                if (Files.exists(file)) {
                    return new Suite(mirror, index(file, release.files().get(path(name))));
                }
            }
            return null;
        } catch (IOException e) {
            return null; // not fetched yet
        }
    }

    /** Whether a cached index lists a package: a quick look for a hint, without verifying anything. */
    public static boolean lists(Path cache, String suite, String name) {
        for (String index : INDEXES) {
            Path file = cache.resolve("lists").resolve(suite).resolve(index);
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                    Compression.decompress(new BufferedInputStream(Files.newInputStream(file))),
                    StandardCharsets.ISO_8859_1))) {
                String wanted = "Package: " + name;
                return lines.lines().anyMatch(wanted::equals);
            } catch (IOException | UncheckedIOException e) {
                continue; // absent, or damaged: no hint
            }
        }
        return false;
    }

    /** Fetches the suite's indexes from the first mirror that has them, signed. */
    public Suite update(String suite, Progress progress) throws ImageException {
        ImageException first = null;
        for (URI mirror : mirrors) {
            try {
                return update(mirror, suite, progress);
            } catch (ImageException e) {
                if (e.id().equals("cannot-write-cache") || e.id().equals("interrupted")) {
                    throw e;
                }
                // What a likely mirror says is better than that a third party's archive is not Debian.
                boolean unhelpful = first == null || Fetcher.isAbsent(first) || first.id().equals("not-debian");
                first = unhelpful ? e : first;
            }
        }
        if (first == null) {
            throw new ImageException(
                    "no-mirror",
                    "this host's apt sources name no Debian mirror; set KENARI_MIRROR to one, as http://HOST/debian");
        }
        if (Fetcher.isAbsent(first)) {
            throw new ImageException(
                    "unknown-suite",
                    "no mirror has a Debian release '" + suite + "' for riscv64; set KENARI_MIRROR to a Debian mirror,"
                            + " as http://HOST/debian, or name another suite",
                    first);
        }
        throw first;
    }

    private Suite update(URI mirror, String suite, Progress progress) throws ImageException {
        Path lists = lists(suite);
        String message = "fetching the index of Debian " + suite;
        Path fresh = lists.resolve("InRelease.new");
        URI base = mirror.resolve("dists/" + suite + "/");
        fetcher.fetch(List.of(new Download(base.resolve("InRelease"), fresh, -1, null)), message, Progress.NONE);
        try {
            byte[] signed = Files.readAllBytes(fresh);
            Release release = verified(suite, signed);
            Path file = fetchIndex(base, release, lists, message, progress);
            PackageIndex index = index(file, release.files().get(path(file.getFileName().toString())));
            Files.writeString(lists.resolve("mirror"), mirror.toString());
            Files.move(fresh, lists.resolve("InRelease"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            return new Suite(mirror, index);
        } catch (IOException e) {
            throw new ImageException("cannot-write-cache", "cannot write " + lists + ": " + e, e);
        } finally {
            delete(fresh);
        }
    }

    private Release verified(String suite, byte[] signed) throws ImageException {
        Release release = Release.parse(keyring.verify(signed, clock.instant()));
        release.check(suite, clock.instant(), checkValidUntil);
        return release;
    }

    private Path fetchIndex(URI base, Release release, Path lists, String message, Progress progress)
            throws ImageException, IOException {
        ImageException absent = null;
        for (String name : INDEXES) {
            Release.IndexedFile file = release.files().get(path(name));
            if (file == null) {
                continue;
            }
            Path target = lists.resolve(name);
            // By hash first: its content cannot change between the Release file and this.
            for (String path : List.of(
                    "main/binary-" + ARCHITECTURE + "/by-hash/SHA256/" + file.sha256(), path(name))) {
                try {
                    fetcher.fetch(
                            List.of(new Download(base.resolve(path), target, file.size(), file.sha256())),
                            message,
                            progress);
                    for (String other : INDEXES) {
                        if (!other.equals(name)) {
                            Files.deleteIfExists(lists.resolve(other));
                        }
                    }
                    return target;
                } catch (ImageException e) {
                    if (!Fetcher.isAbsent(e)) {
                        throw e;
                    }
                    absent = e;
                }
            }
        }
        throw absent != null ? absent : new ImageException("not-on-mirror", "the release has no riscv64 packages");
    }

    private static PackageIndex index(Path file, Release.IndexedFile expected) throws ImageException, IOException {
        try (Sha256Stream in = new Sha256Stream(new BufferedInputStream(Files.newInputStream(file), 1 << 16));
                InputStream plain = Compression.decompress(in)) {
            PackageIndex index = PackageIndex.read(plain);
            if (expected == null || !expected.sha256().equals(in.finish())) {
                throw new ImageException("checksum-mismatch", "cached " + file + " is damaged; remove it");
            }
            return index;
        }
    }

    /** The packages' files, fetched where they are not in the cache; in the order asked for. */
    public List<Path> debs(Suite suite, List<BinaryPackage> packages, Progress progress) throws ImageException {
        List<Path> files = new ArrayList<>();
        List<Download> missing = new ArrayList<>();
        try {
            for (BinaryPackage wanted : packages) {
                Path file = cache.resolve("debs").resolve(wanted.sha256() + ".deb");
                files.add(file);
                if (!Files.exists(file) || Files.size(file) != wanted.size()) {
                    URI uri = suite.mirror().resolve(wanted.filename());
                    missing.add(new Download(uri, file, wanted.size(), wanted.sha256()));
                }
            }
        } catch (IOException e) {
            throw new ImageException("cannot-write-cache", "cannot read " + cache + ": " + e, e);
        }
        if (!missing.isEmpty()) {
            String count = missing.size() == 1 ? "1 package" : missing.size() + " packages";
            fetcher.fetch(missing, "fetching " + count, progress);
        }
        return files;
    }

    private Path lists(String suite) {
        return cache.resolve("lists").resolve(suite);
    }

    private static String path(String name) {
        return "main/binary-" + ARCHITECTURE + "/" + name;
    }

    private static void delete(Path file) throws ImageException {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new ImageException("cannot-write-cache", "cannot remove " + file + ": " + e, e);
        }
    }
}
