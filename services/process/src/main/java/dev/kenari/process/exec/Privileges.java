package dev.kenari.process.exec;

import dev.kenari.abi.Capability;
import dev.kenari.abi.FileMode;
import dev.kenari.process.UserIds;
import dev.kenari.vfs.Attributes;

/**
 * Credentials after execve(2): set-user-ID and set-group-ID bits, and "Transformation of capabilities during execve()"
 * of capabilities(7). Files have no capabilities here.
 *
 * @param secure whether the program must distrust its environment (AT_SECURE)
 */
record Privileges(UserIds ids, boolean secure) {
    private static final int GROUP_EXECUTE = 010;
    private static final int SECBIT_NOROOT = 1;
    private static final int SECBIT_KEEP_CAPS = 1 << 4;

    static Privileges after(UserIds before, Attributes file, boolean ignoreBits) {
        int uid = before.effectiveUid();
        int gid = before.effectiveGid();
        if (!ignoreBits) {
            if ((file.mode() & FileMode.S_ISUID) != 0) {
                uid = file.uid();
            }
            int setGroup = FileMode.S_ISGID | GROUP_EXECUTE;
            if ((file.mode() & setGroup) == setGroup) {
                gid = file.gid();
            }
        }
        boolean changed = uid != before.effectiveUid() || gid != before.effectiveGid();
        UserIds ids = before.withUids(before.uid(), uid, uid, uid).withGids(before.gid(), gid, gid, gid);
        boolean rootCounts = (before.secureBits() & SECBIT_NOROOT) == 0;
        long ambient = changed ? 0 : before.ambient();
        long permitted = ambient;
        long effective = ambient;
        if (rootCounts && (before.uid() == 0 || uid == 0)) {
            permitted = before.inheritable() | before.bounding() & Capability.ALL;
            effective = uid == 0 ? permitted : ambient;
        }
        ids = ids.withCapabilities(permitted, effective, before.inheritable(), ambient)
                .withSecureBits(before.secureBits() & ~SECBIT_KEEP_CAPS);
        boolean secure = uid != before.uid() || gid != before.gid() || changed;
        return new Privileges(ids, secure);
    }
}
