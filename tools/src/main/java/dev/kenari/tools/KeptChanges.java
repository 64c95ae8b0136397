package dev.kenari.tools;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What {@code --keep NAME} keeps: a directory for each name, with a disk for the changes and the image that they are changes of. A new one
 * appears as a whole; the disk's journal sees to the rest.
 */
final class KeptChanges {
    private static final String DISK = "disk.ext4";
    private static final String IMAGE = "image";
    private static final String NAMES = "[A-Za-z0-9][A-Za-z0-9_.-]*";

    /** @param used when it was last written to */
    record Kept(String name, String reference, Instant used) {}

    private KeptChanges() {}

    private static Path base() {
        String data = System.getenv("XDG_DATA_HOME");
        Path home = data == null || data.isEmpty()
                ? Path.of(System.getProperty("user.home"), ".local", "share")
                : Path.of(data);
        return home.resolve("kenari").resolve("keep");
    }

    private static Path directory(String name) {
        if (!name.matches(NAMES)) {
            throw new UserError("bad-keep", "--keep '" + name + "': a name is letters, digits, '.', '_' and '-'");
        }
        return base().resolve(name);
    }

    /**
     * The disk with the changes, made if there is none.
     *
     * @param id of the image, which must be the one that the changes are changes of
     * @param reference what the user calls it
     */
    static Path disk(String name, String id, String reference) {
        Path directory = directory(name);
        try {
            if (!Files.exists(directory)) {
                create(directory, id, reference);
            }
            List<String> image = Files.readAllLines(directory.resolve(IMAGE));
            if (!image.getFirst().equals(id)) {
                throw new UserError(
                        "keep-of-other-image",
                        name + " keeps changes of another image (" + image.getLast() + ", " + image.getFirst()
                                + "): give another name, or remove it with: kenari keep rm " + name);
            }
            return directory.resolve(DISK);
        } catch (IOException e) {
            throw new UserError("bad-keep", directory + ": " + e.getMessage());
        }
    }

    private static void create(Path directory, String id, String reference) throws IOException {
        Files.createDirectories(base());
        Path made = Files.createTempDirectory(base(), ".new-");
        try {
            BlankDisk.write(made.resolve(DISK));
            Files.write(made.resolve(IMAGE), List.of(id, reference));
            Files.move(made, directory, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
            // Another run was quicker.
            delete(made);
        } catch (IOException e) {
            delete(made);
            throw e;
        }
    }

    static List<Kept> list() {
        List<Kept> all = new ArrayList<>();
        if (!Files.isDirectory(base())) {
            return all;
        }
        try (Stream<Path> directories = Files.list(base())) {
            for (Path directory : directories.sorted().toList()) {
                if (directory.getFileName().toString().matches(NAMES)) {
                    all.add(new Kept(
                            directory.getFileName().toString(),
                            Files.readAllLines(directory.resolve(IMAGE)).getLast(),
                            Files.getLastModifiedTime(directory.resolve(DISK)).toInstant()));
                }
            }
        } catch (IOException e) {
            throw new UserError("bad-keep", base() + ": " + e.getMessage());
        }
        return all;
    }

    static void remove(String name) {
        Path directory = directory(name);
        if (!Files.isDirectory(directory)) {
            throw new UserError("no-such-keep", name + ": nothing is kept under that name");
        }
        try {
            try (FileChannel disk = FileChannel.open(directory.resolve(DISK), StandardOpenOption.WRITE);
                    FileLock lock = disk.tryLock()) {
                if (lock == null) {
                    throw new UserError("keep-in-use", name + " is in use by a running system");
                }
                // It goes as a whole: from here on the name is free.
                Path gone = Files.createTempDirectory(base(), ".old-");
                Files.move(directory, gone.resolve(name), StandardCopyOption.ATOMIC_MOVE);
                delete(gone.resolve(name));
                delete(gone);
            }
        } catch (IOException e) {
            throw new UserError("bad-keep", directory + ": " + e.getMessage());
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }
}
