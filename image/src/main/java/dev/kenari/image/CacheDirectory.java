package dev.kenari.image;

import dev.kenari.image.archive.Sha256Stream;
import dev.kenari.image.tree.StoredImage;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * The cache on disk. Images and references get their names by renaming what is whole, so that readers need no lock;
 * writers hold one lock for the whole cache.
 *
 * <pre>
 * images/ID/             an image
 * images/.new-N/         one being built; what a killed build left is removed by the next
 * references/HASH        two lines: an image's id, and the words that name it
 * lock
 * </pre>
 */
final class CacheDirectory {
    /** File locks are per JVM; this is for the threads of one. */
    private static final ReentrantLock IN_JVM = new ReentrantLock();

    private static final String NEW = ".new-";

    private final Path root;

    CacheDirectory(Path root) {
        this.root = root;
    }

    /** What a build writes. */
    @FunctionalInterface
    interface Build {
        void into(Path emptyDirectory) throws ImageException, IOException;
    }

    /** Work to be done under the lock. */
    @FunctionalInterface
    interface Locked<T> {
        T run() throws ImageException;
    }

    /** Runs with the cache locked against every other writer on this host. */
    <T> T locked(Progress progress, Locked<T> work) throws ImageException {
        IN_JVM.lock();
        try {
            Files.createDirectories(images());
            Files.createDirectories(references());
            try (FileChannel channel = FileChannel.open(
                            root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = lock(channel, progress)) {
                assert lock.isValid();
                return work.run();
            }
        } catch (IOException e) {
            throw failure(e);
        } finally {
            IN_JVM.unlock();
        }
    }

    private static FileLock lock(FileChannel channel, Progress progress) throws IOException {
        FileLock lock = channel.tryLock();
        if (lock != null) {
            return lock;
        }
        progress.update("waiting for another kenari to finish with the image cache", 0, 0);
        return channel.lock();
    }

    /** The image of that id, or null where it is absent or damaged. */
    StoredImage load(String id) {
        try {
            return StoredImage.load(images().resolve(id), id);
        } catch (IOException e) {
            return null;
        }
    }

    /** The image that a reference names, or null. */
    StoredImage find(String reference) {
        try {
            return load(idOf(references().resolve(fileName(reference))));
        } catch (IOException e) {
            return null;
        }
    }

    /** Builds an image and gives it its name; under the lock. */
    StoredImage build(String id, Build build) throws ImageException {
        try {
            removeLeftovers();
            Path fresh = Files.createTempDirectory(images(), NEW);
            try {
                build.into(fresh);
                Path target = images().resolve(id);
                delete(target); // a damaged one
                Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
                return StoredImage.load(target, id);
            } finally {
                delete(fresh);
            }
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** Makes a reference name an image; under the lock. */
    void refer(String reference, String id) throws ImageException {
        Path target = references().resolve(fileName(reference));
        Path fresh = references().resolve(NEW + target.getFileName());
        try {
            Files.writeString(fresh, id + "\n" + reference + "\n");
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    List<CachedImage> list() throws ImageException {
        List<CachedImage> found = new ArrayList<>();
        try {
            for (Path image : children(images())) {
                String id = image.getFileName().toString();
                if (!id.startsWith(NEW)) {
                    List<String> names = new ArrayList<>();
                    for (Path reference : children(references())) {
                        if (idOf(reference).equals(id)) {
                            names.add(nameOf(reference));
                        }
                    }
                    names.sort(null);
                    Instant created = Files.getLastModifiedTime(image).toInstant();
                    found.add(new CachedImage(id, names, size(image), created));
                }
            }
        } catch (IOException e) {
            throw failure(e);
        }
        found.sort(Comparator.comparing(CachedImage::created).reversed());
        return found;
    }

    /** Removes an image and every reference to it; under the lock. */
    void remove(String id) throws ImageException {
        try {
            for (Path reference : children(references())) {
                if (idOf(reference).equals(id)) {
                    Files.delete(reference);
                }
            }
            // Out of sight at once, then file by file.
            Path doomed = images().resolve(NEW + "removed-" + id);
            Files.move(images().resolve(id), doomed, StandardCopyOption.ATOMIC_MOVE);
            delete(doomed);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private void removeLeftovers() throws IOException {
        for (Path image : children(images())) {
            if (image.getFileName().toString().startsWith(NEW)) {
                delete(image);
            }
        }
    }

    private static List<Path> children(Path directory) throws IOException {
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            stream.forEach(children::add);
        } catch (NoSuchFileException e) {
            return children;
        }
        return children;
    }

    private static String idOf(Path reference) throws IOException {
        List<String> lines = Files.readAllLines(reference);
        return lines.isEmpty() ? "" : lines.get(0);
    }

    private static String nameOf(Path reference) throws IOException {
        List<String> lines = Files.readAllLines(reference);
        return lines.size() < 2 ? "" : lines.get(1);
    }

    private static long size(Path directory) throws IOException {
        long size = 0;
        for (Path file : children(directory)) {
            size += Files.size(file);
        }
        return size;
    }

    /** Removes a directory with all that is in it, if it is there. */
    static void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static String fileName(String reference) {
        byte[] digest = Sha256Stream.sha256().digest(reference.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest, 0, 16);
    }

    private Path images() {
        return root.resolve("images");
    }

    private Path references() {
        return root.resolve("references");
    }

    private ImageException failure(IOException e) {
        String why = e instanceof FileAlreadyExistsException ? "a file is in the way: " + e.getMessage() : e.toString();
        return new ImageException(
                "cannot-write-cache", "cannot use the image cache " + root + ": " + why + "; set XDG_CACHE_HOME", e);
    }
}
