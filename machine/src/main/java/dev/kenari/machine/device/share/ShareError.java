package dev.kenari.machine.device.share;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Map;

/** A request of the guest fails with an error number (errno(3), Linux's numbering). */
final class ShareError extends Exception {
    static final int EPERM = 1;
    static final int ENOENT = 2;
    static final int EIO = 5;
    static final int ENXIO = 6;
    static final int EBADF = 9;
    static final int ENOMEM = 12;
    static final int EACCES = 13;
    static final int EEXIST = 17;
    static final int EXDEV = 18;
    static final int ENOTDIR = 20;
    static final int EISDIR = 21;
    static final int EINVAL = 22;
    static final int ENFILE = 23;
    static final int EFBIG = 27;
    static final int ENOSPC = 28;
    static final int EROFS = 30;
    static final int ENAMETOOLONG = 36;
    static final int ENOSYS = 38;
    static final int ENOTEMPTY = 39;
    static final int ELOOP = 40;
    static final int EILSEQ = 84;
    static final int EDQUOT = 122;

    /** How strerror(3) begins what Java has no exception class for. */
    private static final Map<String, Integer> REASONS = Map.ofEntries(
            Map.entry("Operation not permitted", EPERM),
            Map.entry("Permission denied", EACCES),
            Map.entry("Is a directory", EISDIR),
            Map.entry("Not a directory", ENOTDIR),
            Map.entry("Directory not empty", ENOTEMPTY),
            Map.entry("No space left on device", ENOSPC),
            Map.entry("Disk quota exceeded", EDQUOT),
            Map.entry("File too large", EFBIG),
            Map.entry("Read-only file system", EROFS),
            Map.entry("File name too long", ENAMETOOLONG),
            Map.entry("Too many levels of symbolic links", ELOOP),
            Map.entry("Too many open files", ENFILE),
            Map.entry("Invalid cross-device link", EXDEV),
            Map.entry("Invalid argument", EINVAL));

    private final int number;

    ShareError(int number) {
        super(null, null, false, false);
        this.number = number;
    }

    int number() {
        return number;
    }

    /** The error number that comes nearest to what the host says. */
    static int of(IOException failure) {
        return switch (failure) {
            case NoSuchFileException e -> ENOENT;
            case FileAlreadyExistsException e -> EEXIST;
            case DirectoryNotEmptyException e -> ENOTEMPTY;
            case AccessDeniedException e -> EACCES;
            case NotDirectoryException e -> ENOTDIR;
            case FileSystemLoopException e -> ELOOP;
            case AtomicMoveNotSupportedException e -> EXDEV;
            case FileSystemException e -> byText(e.getReason());
            default -> byText(failure.getMessage());
        };
    }

    private static int byText(String text) {
        if (text != null) {
            for (Map.Entry<String, Integer> reason : REASONS.entrySet()) {
                if (text.startsWith(reason.getKey())) {
                    return reason.getValue();
                }
            }
        }
        return EIO;
    }
}
