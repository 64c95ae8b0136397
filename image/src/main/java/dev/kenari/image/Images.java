package dev.kenari.image;

import dev.kenari.image.tree.TarExport;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The images of this host's user: the cache under {@code $XDG_CACHE_HOME/kenari} or {@code ~/.cache/kenari}. */
public final class Images {
    private Images() {}

    /** The cache, which other things that can be made again may share. */
    public static Path directory() {
        return Host.local().cache();
    }

    /**
     * The root file system that a reference names. A Debian image is built on first use and later found in the cache
     * without touching the network.
     */
    public static RootFileSystem open(ImageReference reference, Progress progress) throws ImageException {
        return ImageStore.ofHost().open(reference, progress);
    }

    /** Like open, but asks the mirror for what is newest first; the older image stays until it is removed. */
    public static RootFileSystem pull(ImageReference reference, Progress progress) throws ImageException {
        return ImageStore.ofHost().pull(reference, progress);
    }

    /**
     * What to try where an image lacks a command: the same image with the Debian package of that name. Looks only at
     * the cached package index; empty where that knows none.
     */
    public static Optional<ImageReference> withCommand(ImageReference reference, String command) {
        return ImageStore.ofHost().withCommand(reference, command);
    }

    /** Writes an image as a tar, which {@code --image} takes too. Equal images give equal files. */
    public static void export(RootFileSystem image, Path file) throws ImageException {
        TarExport.write(image, file);
    }

    /** The cached images, newest first. */
    public static List<CachedImage> list() throws ImageException {
        return ImageStore.ofHost().list();
    }

    /** Removes a cached image by reference or by id (a prefix that is unique will do). */
    public static void remove(String referenceOrId) throws ImageException {
        ImageStore.ofHost().remove(referenceOrId);
    }
}
