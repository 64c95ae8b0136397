package dev.kenari.tools;

import dev.kenari.machine.disk.DiskStore;
import dev.kenari.machine.disk.FileDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Opens the host files of {@code --disk FILE[:ro]}, all or none, and those of the root file system. */
final class Disks implements AutoCloseable {
    private static final String READ_ONLY = ":ro";

    private final List<DiskStore> stores = new ArrayList<>();

    private Disks() {}

    static Disks open(List<String> texts) {
        Disks disks = new Disks();
        boolean done = false;
        try {
            for (String text : texts) {
                disks.stores.add(open(text));
            }
            done = true;
            return disks;
        } finally {
            if (!done) {
                disks.close();
            }
        }
    }

    /** One more disk; returns its index. */
    int add(Path file, boolean readOnly) {
        stores.add(open(file.toString(), readOnly));
        return stores.size() - 1;
    }

    private static FileDisk open(String text) {
        boolean readOnly = text.endsWith(READ_ONLY);
        return open(readOnly ? text.substring(0, text.length() - READ_ONLY.length()) : text, readOnly);
    }

    private static FileDisk open(String name, boolean readOnly) {
        Path file = Path.of(name).toAbsolutePath().normalize();
        if (Files.isDirectory(file)) {
            throw new UserError("bad-disk", file + " is a directory");
        }
        try {
            return FileDisk.open(file, readOnly);
        } catch (NoSuchFileException e) {
            throw new UserError("no-such-disk", file + " does not exist (make one with: truncate -s 512M " + name + ")");
        } catch (AccessDeniedException e) {
            String hint = !readOnly && Files.isReadable(file) ? " (it can be read: --disk " + name + READ_ONLY + ")" : "";
            throw new UserError("bad-disk", file + " may not be " + (readOnly ? "read" : "written") + hint);
        } catch (FileSystemException e) {
            throw new UserError("bad-disk", file + ": " + (e.getReason() == null ? e.getMessage() : e.getReason()));
        } catch (IOException e) {
            throw new UserError("bad-disk", file + ": " + e.getMessage());
        }
    }

    List<DiskStore> stores() {
        return stores;
    }

    /** Closes what the system has not closed yet. */
    @Override
    public void close() {
        for (DiskStore store : stores) {
            try {
                store.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
