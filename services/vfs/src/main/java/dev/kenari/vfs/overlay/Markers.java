package dev.kenari.vfs.overlay;

import dev.kenari.abi.Errno;
import dev.kenari.abi.FileMode;
import dev.kenari.vfs.FileSystem;
import dev.kenari.vfs.namespace.Inode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What an overlay writes into its layers: whiteouts, opaque directories, attributes of its own that its users do not see. */
final class Markers {
    private static final byte[] OPAQUE = {'y'};

    private final String prefix;

    /** @param prefix of the names of the overlay's own extended attributes */
    Markers(String prefix) {
        this.prefix = prefix;
    }

    /** A character device 0:0: the name is gone, whatever the layers below have. */
    static boolean isWhiteout(Inode inode) {
        return inode.type() == FileMode.S_IFCHR && inode.rdev() == 0;
    }

    /** Whether the layers below a directory have no part in it. */
    boolean isOpaque(Inode directory) throws Errno {
        try {
            return Arrays.equals(OPAQUE, fileSystem(directory).getExtendedAttribute(directory.node(), prefix + "opaque"));
        } catch (Errno e) {
            if (e == Errno.ENODATA || e == Errno.EOPNOTSUPP) {
                return false;
            }
            throw e;
        }
    }

    void setOpaque(Inode directory) throws Errno {
        fileSystem(directory).setExtendedAttribute(directory.node(), prefix + "opaque", OPAQUE, 0);
    }

    boolean isOwn(String attribute) {
        return attribute.startsWith(prefix);
    }

    /** Names of the extended attributes that users see. */
    List<String> attributes(Inode inode) throws Errno {
        List<String> names = new ArrayList<>(fileSystem(inode).extendedAttributes(inode.node()));
        names.removeIf(this::isOwn);
        return names;
    }

    /** Gives {@code to} the extended attributes of {@code from}, but for the overlay's own. */
    void copyAttributes(Inode from, Inode to) throws Errno {
        List<String> names;
        try {
            names = attributes(from);
        } catch (Errno e) {
            if (e == Errno.EOPNOTSUPP) {
                return;
            }
            throw e;
        }
        for (String name : names) {
            byte[] value = fileSystem(from).getExtendedAttribute(from.node(), name);
            fileSystem(to).setExtendedAttribute(to.node(), name, value, 0);
        }
    }

    private static FileSystem fileSystem(Inode inode) {
        return inode.superBlock().fileSystem();
    }
}
