package dev.kenari.process.life;

import dev.kenari.abi.Capability;
import dev.kenari.abi.Errno;
import dev.kenari.process.UserIds;
import dev.kenari.process.table.ProcessThread;
import dev.kenari.vfs.Vfs;

/** setuid(2) and its kin, capset(2), setgroups(2). Credentials are the thread's; the C library changes all threads. */
final class Credentialing {
    private static final int UNCHANGED = -1;
    private static final int NGROUPS_MAX = 65_536;
    private static final int SECBIT_NO_SETUID_FIXUP = 1 << 2;
    /** Capabilities that count for the file-system uid alone (capabilities(7)). */
    private static final long FILE_CAPABILITIES = 1L << Capability.CHOWN
            | 1L << Capability.DAC_OVERRIDE
            | 1L << Capability.DAC_READ_SEARCH
            | 1L << Capability.FOWNER
            | 1L << Capability.FSETID
            | 1L << Capability.LINUX_IMMUTABLE
            | 1L << Capability.MKNOD
            | 1L << Capability.MAC_OVERRIDE;

    private final Vfs vfs;

    Credentialing(Vfs vfs) {
        this.vfs = vfs;
    }

    void setuid(ProcessThread thread, int uid) throws Errno {
        UserIds old = thread.credentials();
        checkId(uid);
        if (old.can(Capability.SETUID)) {
            changeUids(thread, old.withUids(uid, uid, uid, uid));
        } else if (uid == old.uid() || uid == old.savedUid()) {
            changeUids(thread, old.withUids(old.uid(), uid, old.savedUid(), uid));
        } else {
            throw Errno.EPERM;
        }
    }

    void setreuid(ProcessThread thread, int real, int effective) throws Errno {
        UserIds old = thread.credentials();
        boolean privileged = old.can(Capability.SETUID);
        if (!privileged
                && (real != UNCHANGED && real != old.uid() && real != old.effectiveUid()
                        || effective != UNCHANGED
                                && effective != old.uid()
                                && effective != old.effectiveUid()
                                && effective != old.savedUid())) {
            throw Errno.EPERM;
        }
        int newReal = real == UNCHANGED ? old.uid() : real;
        int newEffective = effective == UNCHANGED ? old.effectiveUid() : effective;
        boolean saves = real != UNCHANGED || effective != UNCHANGED && effective != old.uid();
        changeUids(thread, old.withUids(newReal, newEffective, saves ? newEffective : old.savedUid(), newEffective));
    }

    void setresuid(ProcessThread thread, int real, int effective, int saved) throws Errno {
        UserIds old = thread.credentials();
        if (!old.can(Capability.SETUID)) {
            for (int id : new int[] {real, effective, saved}) {
                if (id != UNCHANGED && id != old.uid() && id != old.effectiveUid() && id != old.savedUid()) {
                    throw Errno.EPERM;
                }
            }
        }
        int newEffective = effective == UNCHANGED ? old.effectiveUid() : effective;
        changeUids(thread, old.withUids(
                real == UNCHANGED ? old.uid() : real,
                newEffective,
                saved == UNCHANGED ? old.savedUid() : saved,
                newEffective));
    }

    int setfsuid(ProcessThread thread, int uid) throws Errno {
        UserIds old = thread.credentials();
        boolean allowed = uid == old.uid()
                || uid == old.effectiveUid()
                || uid == old.savedUid()
                || uid == old.fileSystemUid()
                || old.can(Capability.SETUID);
        if (uid != UNCHANGED && allowed) {
            UserIds now = old.withUids(old.uid(), old.effectiveUid(), old.savedUid(), uid);
            if (old.fileSystemUid() == 0 && uid != 0) {
                now = withEffective(now, now.effective() & ~FILE_CAPABILITIES);
            } else if (old.fileSystemUid() != 0 && uid == 0) {
                now = withEffective(now, now.effective() | now.permitted() & FILE_CAPABILITIES);
            }
            set(thread, now);
        }
        return old.fileSystemUid();
    }

    void setgid(ProcessThread thread, int gid) throws Errno {
        UserIds old = thread.credentials();
        checkId(gid);
        if (old.can(Capability.SETGID)) {
            set(thread, old.withGids(gid, gid, gid, gid));
        } else if (gid == old.gid() || gid == old.savedGid()) {
            set(thread, old.withGids(old.gid(), gid, old.savedGid(), gid));
        } else {
            throw Errno.EPERM;
        }
    }

    void setregid(ProcessThread thread, int real, int effective) throws Errno {
        UserIds old = thread.credentials();
        if (!old.can(Capability.SETGID)
                && (real != UNCHANGED && real != old.gid() && real != old.effectiveGid()
                        || effective != UNCHANGED
                                && effective != old.gid()
                                && effective != old.effectiveGid()
                                && effective != old.savedGid())) {
            throw Errno.EPERM;
        }
        int newReal = real == UNCHANGED ? old.gid() : real;
        int newEffective = effective == UNCHANGED ? old.effectiveGid() : effective;
        boolean saves = real != UNCHANGED || effective != UNCHANGED && effective != old.gid();
        set(thread, old.withGids(newReal, newEffective, saves ? newEffective : old.savedGid(), newEffective));
    }

    void setresgid(ProcessThread thread, int real, int effective, int saved) throws Errno {
        UserIds old = thread.credentials();
        if (!old.can(Capability.SETGID)) {
            for (int id : new int[] {real, effective, saved}) {
                if (id != UNCHANGED && id != old.gid() && id != old.effectiveGid() && id != old.savedGid()) {
                    throw Errno.EPERM;
                }
            }
        }
        int newEffective = effective == UNCHANGED ? old.effectiveGid() : effective;
        set(thread, old.withGids(
                real == UNCHANGED ? old.gid() : real,
                newEffective,
                saved == UNCHANGED ? old.savedGid() : saved,
                newEffective));
    }

    int setfsgid(ProcessThread thread, int gid) throws Errno {
        UserIds old = thread.credentials();
        boolean allowed = gid == old.gid()
                || gid == old.effectiveGid()
                || gid == old.savedGid()
                || gid == old.fileSystemGid()
                || old.can(Capability.SETGID);
        if (gid != UNCHANGED && allowed) {
            set(thread, old.withGids(old.gid(), old.effectiveGid(), old.savedGid(), gid));
        }
        return old.fileSystemGid();
    }

    void setgroups(ProcessThread thread, int[] groups) throws Errno {
        if (!thread.credentials().can(Capability.SETGID)) {
            throw Errno.EPERM;
        }
        if (groups.length > NGROUPS_MAX) {
            throw Errno.EINVAL;
        }
        int[] sorted = groups.clone();
        java.util.Arrays.sort(sorted);
        set(thread, thread.credentials().withGroups(sorted));
    }

    void setCapabilities(ProcessThread thread, long effective, long permitted, long inheritable) throws Errno {
        UserIds old = thread.credentials();
        boolean mayInherit = old.can(Capability.SETPCAP);
        if (!mayInherit && (inheritable & ~(old.inheritable() | old.permitted())) != 0
                || (inheritable & ~(old.inheritable() | old.bounding())) != 0
                || (permitted & ~old.permitted()) != 0
                || (effective & ~permitted) != 0) {
            throw Errno.EPERM;
        }
        set(thread, old.withCapabilities(
                permitted, effective, inheritable, old.ambient() & permitted & inheritable));
    }

    /** "Effect of user ID changes on capabilities" of capabilities(7). */
    private void changeUids(ProcessThread thread, UserIds changed) throws Errno {
        UserIds old = thread.credentials();
        UserIds now = changed;
        if ((old.secureBits() & SECBIT_NO_SETUID_FIXUP) == 0) {
            boolean hadRoot = old.uid() == 0 || old.effectiveUid() == 0 || old.savedUid() == 0;
            boolean hasRoot = now.uid() == 0 || now.effectiveUid() == 0 || now.savedUid() == 0;
            if (hadRoot && !hasRoot) {
                long kept = thread.keepCapabilities() ? now.permitted() : 0;
                now = now.withCapabilities(kept, now.effective() & kept, now.inheritable(), 0);
            }
            if (old.effectiveUid() == 0 && now.effectiveUid() != 0) {
                now = withEffective(now, 0);
            } else if (old.effectiveUid() != 0 && now.effectiveUid() == 0) {
                now = withEffective(now, now.permitted());
            }
        }
        set(thread, now);
    }

    private static UserIds withEffective(UserIds ids, long effective) {
        return ids.withCapabilities(ids.permitted(), effective, ids.inheritable(), ids.ambient());
    }

    void set(ProcessThread thread, UserIds ids) throws Errno {
        thread.setCredentials(ids);
        vfs.setCredentials(thread.client(), ids.forFiles());
    }

    private static void checkId(int id) throws Errno {
        if (id == UNCHANGED) {
            throw Errno.EINVAL;
        }
    }
}
