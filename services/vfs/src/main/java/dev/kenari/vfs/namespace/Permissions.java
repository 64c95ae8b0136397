package dev.kenari.vfs.namespace;

import dev.kenari.abi.Capability;
import dev.kenari.abi.Errno;
import dev.kenari.abi.FileMode;
import dev.kenari.vfs.Credentials;
import dev.kenari.vfs.FileSystemRoot;

/**
 * Who may do what with a file: the classes of mode bits, and the capabilities that override them (inode(7),
 * capabilities(7)).
 */
public final class Permissions {
    public static final int READ = 4;
    public static final int WRITE = 2;
    public static final int EXECUTE = 1;

    private Permissions() {}

    /** @throws Errno EACCES unless all of {@code wanted} is granted */
    public static void check(Inode inode, Credentials who, int wanted) throws Errno {
        FileSystemRoot.Access access = inode.superBlock().description().access();
        if (access != FileSystemRoot.Access.CHECKED) {
            if (access.onlyUser() != -1 && access.onlyUser() != who.uid()) {
                throw Errno.EACCES;
            }
            if (!access.checked() && ((wanted & EXECUTE) == 0 || inode.isDirectory())) {
                return;
            }
            // Such a file system is its daemon's, who may change modes and owners as he likes: the root's, too, that mount(2) guessed.
            inode.attributes();
        }
        if ((allowed(inode, who) & wanted) == wanted) {
            return;
        }
        boolean directory = inode.isDirectory();
        boolean executes = (wanted & EXECUTE) != 0 && !directory;
        if (has(who, Capability.DAC_OVERRIDE) && (!executes || (inode.mode() & 0111) != 0)) {
            return;
        }
        boolean readsOnly = directory ? (wanted & WRITE) == 0 : wanted == READ;
        if (readsOnly && has(who, Capability.DAC_READ_SEARCH)) {
            return;
        }
        throw Errno.EACCES;
    }

    /** As {@link #check}, for access(2) and chdir(2): a file system that checks permissions itself is asked. */
    public static void checkNow(Inode inode, Credentials who, int wanted) throws Errno {
        check(inode, who, wanted);
        if (!inode.superBlock().description().access().checked()) {
            inode.superBlock().fileSystem().access(inode.node(), wanted, who);
        }
    }

    private static int allowed(Inode inode, Credentials who) {
        if (who.uid() == inode.uid()) {
            return inode.mode() >> 6 & 7;
        }
        return (inGroup(who, inode.gid()) ? inode.mode() >> 3 : inode.mode()) & 7;
    }

    public static boolean inGroup(Credentials who, int gid) {
        if (who.gid() == gid) {
            return true;
        }
        for (int group : who.groups()) {
            if (group == gid) {
                return true;
            }
        }
        return false;
    }

    public static boolean has(Credentials who, int capability) {
        return (who.capabilities() >>> capability & 1) != 0;
    }

    /** Owner, or CAP_FOWNER: EPERM. */
    public static void checkOwner(Inode inode, Credentials who) throws Errno {
        if (who.uid() != inode.uid() && !has(who, Capability.FOWNER)) {
            throw Errno.EPERM;
        }
    }

    /** May a name of {@code victim} be removed from {@code directory}? EACCES; EPERM by the sticky bit. */
    public static void checkDelete(Inode directory, Inode victim, Credentials who) throws Errno {
        check(directory, who, WRITE | EXECUTE);
        boolean sticky = (directory.mode() & FileMode.S_ISVTX) != 0;
        if (sticky && who.uid() != victim.uid() && who.uid() != directory.uid() && !has(who, Capability.FOWNER)) {
            throw Errno.EPERM;
        }
    }
}
