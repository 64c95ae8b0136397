package dev.kenari.vfs.file;

import dev.kenari.vfs.namespace.Path;

/** A file opened with O_PATH: a place to start from, without access to the content. */
public final class PathFile extends OpenFileDescription {
    public PathFile(Path path, int flags) {
        super(path, flags);
    }
}
