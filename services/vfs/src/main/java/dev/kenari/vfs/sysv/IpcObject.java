package dev.kenari.vfs.sysv;

import dev.kenari.abi.Capability;
import dev.kenari.abi.Errno;
import dev.kenari.abi.Words;
import dev.kenari.vfs.Credentials;
import dev.kenari.vfs.file.Client;
import dev.kenari.vfs.namespace.Permissions;

/** What has a key and an owner: ipc_perm of sysvipc(7). */
abstract class IpcObject {
    /** Size of an ipc64_perm. */
    static final int PERMISSION_BYTES = 48;

    static final int READ = 4;
    static final int WRITE = 2;
    private static final int MODE_BITS = 0777;

    private final int key;
    private final int creatorUid;
    private final int creatorGid;
    private int id;
    private int uid;
    private int gid;
    private int mode;
    private boolean removed;

    IpcObject(int key, Client creator, int flags) {
        this.key = key;
        creatorUid = creator.credentials().uid();
        creatorGid = creator.credentials().gid();
        uid = creatorUid;
        gid = creatorGid;
        mode = flags & MODE_BITS;
    }

    final int key() {
        return key;
    }

    final int id() {
        return id;
    }

    final void setId(int value) {
        id = value;
    }

    final boolean removed() {
        return removed;
    }

    final void markRemoved() {
        removed = true;
    }

    /** EACCES unless the client has all of {@code wanted}, READ and WRITE. */
    final void check(Client client, int wanted) throws Errno {
        Credentials who = client.credentials();
        int granted = mode;
        if (who.uid() == uid || who.uid() == creatorUid) {
            granted = mode >> 6;
        } else if (Permissions.inGroup(who, gid) || Permissions.inGroup(who, creatorGid)) {
            granted = mode >> 3;
        }
        if ((wanted & ~granted) != 0 && !client.capable(Capability.IPC_OWNER)) {
            throw Errno.EACCES;
        }
    }

    /** As {@link #check} for what the mode bits of a get call ask. */
    final void checkMode(Client client, int flags) throws Errno {
        check(client, (flags >> 6 | flags >> 3 | flags) & 7);
    }

    /** EPERM unless the client may change or remove it. */
    final void checkOwner(Client client) throws Errno {
        int who = client.credentials().uid();
        if (who != uid && who != creatorUid && !client.capable(Capability.SYS_ADMIN)) {
            throw Errno.EPERM;
        }
    }

    /** IPC_SET: owner and mode from an ipc64_perm. EINVAL if it is short. */
    final void setOwner(byte[] permission) throws Errno {
        if (permission.length < PERMISSION_BYTES) {
            throw Errno.EINVAL;
        }
        uid = Words.getInt(permission, 4);
        gid = Words.getInt(permission, 8);
        mode = Words.getInt(permission, 20) & MODE_BITS;
    }

    /** Puts the ipc64_perm at the start of a structure. */
    final void putPermission(byte[] structure, int shownKey, int extraMode) {
        Words.putInt(structure, 0, shownKey);
        Words.putInt(structure, 4, uid);
        Words.putInt(structure, 8, gid);
        Words.putInt(structure, 12, creatorUid);
        Words.putInt(structure, 16, creatorGid);
        Words.putInt(structure, 20, mode | extraMode);
        Words.putShort(structure, 24, id / IpcTable.INDICES);
    }
}
