package dev.kenari.vfs.service;

import dev.kenari.abi.Capability;
import dev.kenari.abi.Errno;
import dev.kenari.abi.FileMode;
import dev.kenari.vfs.FileSystem;
import dev.kenari.vfs.file.Client;
import dev.kenari.vfs.namespace.Inode;
import dev.kenari.vfs.namespace.Permissions;

/** Who may see and change which extended attributes (xattr(7)). */
final class ExtendedAttributes {
    private static final int MAX_NAME = 255;
    private static final int MAX_VALUE = 65536;

    byte[] get(Client client, Inode inode, String name) throws Errno {
        check(client, inode, name, false);
        return fileSystem(inode).getExtendedAttribute(inode.node(), name);
    }

    void set(Client client, Inode inode, String name, byte[] value, int create) throws Errno {
        if (create < 0 || create > 2) {
            throw Errno.EINVAL;
        }
        if (value.length > MAX_VALUE) {
            throw Errno.E2BIG;
        }
        check(client, inode, name, true);
        fileSystem(inode).setExtendedAttribute(inode.node(), name, value, create);
    }

    String list(Client client, Inode inode) throws Errno {
        if (inode.superBlock().fileSystem() == null) {
            return "";
        }
        StringBuilder names = new StringBuilder();
        for (String name : fileSystem(inode).extendedAttributes(inode.node())) {
            if (!name.startsWith("trusted.") || client.capable(Capability.SYS_ADMIN)) {
                names.append(name).append('\0');
            }
        }
        return names.toString();
    }

    void remove(Client client, Inode inode, String name) throws Errno {
        check(client, inode, name, true);
        fileSystem(inode).removeExtendedAttribute(inode.node(), name);
    }

    private static FileSystem fileSystem(Inode inode) throws Errno {
        FileSystem fileSystem = inode.superBlock().fileSystem();
        if (fileSystem == null) {
            throw Errno.EOPNOTSUPP;
        }
        return fileSystem;
    }

    private static void check(Client client, Inode inode, String name, boolean writes) throws Errno {
        if (name.isEmpty() || name.length() > MAX_NAME) {
            throw Errno.ERANGE;
        }
        if (name.startsWith("user.")) {
            checkUser(client, inode, writes);
        } else if (name.startsWith("trusted.")) {
            if (!client.capable(Capability.SYS_ADMIN)) {
                throw writes ? Errno.EPERM : Errno.ENODATA;
            }
        } else if (name.startsWith("security.")) {
            int needed = name.equals("security.capability") ? Capability.SETFCAP : Capability.SYS_ADMIN;
            if (writes && !client.capable(needed)) {
                throw Errno.EPERM;
            }
        } else {
            throw Errno.EOPNOTSUPP;
        }
        if (name.indexOf('.') == name.length() - 1) {
            throw Errno.EINVAL;
        }
    }

    private static void checkUser(Client client, Inode inode, boolean writes) throws Errno {
        if (!inode.isRegular() && !inode.isDirectory()) {
            throw writes ? Errno.EPERM : Errno.ENODATA;
        }
        if (writes && inode.isDirectory() && (inode.mode() & FileMode.S_ISVTX) != 0) {
            Permissions.checkOwner(inode, client.credentials());
        }
        Permissions.check(inode, client.credentials(), writes ? Permissions.WRITE : Permissions.READ);
    }
}
