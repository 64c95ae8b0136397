package dev.kenari.vfs.service;

import dev.kenari.abi.Errno;
import dev.kenari.vfs.FileSystem;
import dev.kenari.vfs.file.Client;

/** As {@link dev.kenari.vfs.FileSystemType}, where the options mean what they mean to the process that mounts: its paths, its descriptors. */
@FunctionalInterface
interface MounterFileSystemType {
    FileSystem mount(Client mounter, String type, String source, String options) throws Errno;
}
