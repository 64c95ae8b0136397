package dev.kenari.vfs;

import dev.kenari.abi.Errno;

/** Makes file systems of one type for mount(2). Wiring, not a protocol. */
@FunctionalInterface
public interface FileSystemType {
    /**
     * @param source what mount(2) calls source; may be empty
     * @param options comma-separated; may be empty. Unknown ones are EINVAL
     */
    FileSystem mount(String source, String options) throws Errno;
}
