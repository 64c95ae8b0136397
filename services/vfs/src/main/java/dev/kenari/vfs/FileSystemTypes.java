package dev.kenari.vfs;

import dev.kenari.kernel.module.ModuleReference;

/** The types of file systems that mount(2) knows, for those who bring some: what loadable modules call. Wiring, not a protocol. */
public interface FileSystemTypes {
    /** A type of file systems that live on a block device. @param owner is held while one is mounted */
    void register(String name, DiskFileSystemType type, ModuleReference owner);

    void unregister(String name);
}
