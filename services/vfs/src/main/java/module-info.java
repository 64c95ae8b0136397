/**
 * Files: names, mounts, open file descriptions, descriptors, file systems. The exported package holds the protocols.
 */
module dev.kenari.vfs {
    requires transitive dev.kenari.drivers;
    requires transitive dev.kenari.kernel;

    exports dev.kenari.vfs;
    exports dev.kenari.vfs.ext4 to
            dev.kenari.designs;
}
