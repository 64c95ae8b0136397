package dev.kenari.machine.device.share;

import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a guest sees of a host file. The host user's own files are root's in the guest and all others nobody's: the guest's ids mean
 * nothing in the host.
 *
 * @param mode file type and permissions, as in inode(7)
 */
record HostAttributes(
        long inode, int mode, int uid, int gid, long size, FileTime accessed, FileTime modified, FileTime created) {
    static final int REGULAR = 0100000;
    static final int DIRECTORY = 0040000;
    static final int LINK = 0120000;
    /** A device, FIFO or socket of the host, which no guest can open. */
    static final int OTHER = 0140000;

    static final int TYPE = 0170000;
    static final int NOBODY = 65534;

    static HostAttributes of(PosixFileAttributes host, String self) {
        int id = host.owner().getName().equals(self) ? 0 : NOBODY;
        Object key = host.fileKey();
        long inode = key == null ? 0 : Integer.toUnsignedLong(key.hashCode());
        return new HostAttributes(
                inode,
                type(host) | bits(host.permissions()),
                id,
                id,
                host.size(),
                host.lastAccessTime(),
                host.lastModifiedTime(),
                host.creationTime());
    }

    HostAttributes withSize(long value) {
        return new HostAttributes(inode, mode, uid, gid, value, accessed, modified, created);
    }

    boolean isDirectory() {
        return (mode & TYPE) == DIRECTORY;
    }

    boolean isRegular() {
        return (mode & TYPE) == REGULAR;
    }

    boolean isLink() {
        return (mode & TYPE) == LINK;
    }

    static int type(PosixFileAttributes host) {
        return host.isRegularFile() ? REGULAR : host.isDirectory() ? DIRECTORY : host.isSymbolicLink() ? LINK : OTHER;
    }

    /** The constants of {@link PosixFilePermission} are in the order of the mode's bits, from 0400 down. */
    private static int bits(Set<PosixFilePermission> permissions) {
        int bits = 0;
        for (PosixFilePermission permission : permissions) {
            bits |= 0400 >>> permission.ordinal();
        }
        return bits;
    }

    static Set<PosixFilePermission> permissions(int mode) {
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        for (PosixFilePermission permission : PosixFilePermission.values()) {
            if ((mode & 0400 >>> permission.ordinal()) != 0) {
                permissions.add(permission);
            }
        }
        return permissions;
    }
}
