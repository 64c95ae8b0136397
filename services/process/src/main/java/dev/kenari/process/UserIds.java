package dev.kenari.process;

import dev.kenari.abi.Capability;
import dev.kenari.vfs.Credentials;

/**
 * A thread's credentials (credentials(7), capabilities(7)); capability sets have bit n for capability n. Never changed, only
 * replaced.
 */
public record UserIds(
        int uid,
        int effectiveUid,
        int savedUid,
        int fileSystemUid,
        int gid,
        int effectiveGid,
        int savedGid,
        int fileSystemGid,
        int[] groups,
        long permitted,
        long effective,
        long inheritable,
        long bounding,
        long ambient,
        int secureBits) {
    public static final UserIds ROOT = of(0, 0, new int[0]);

    /** A login as this user: root has every capability, others none. */
    public static UserIds of(int uid, int gid, int[] groups) {
        long own = uid == 0 ? Capability.ALL : 0;
        return new UserIds(uid, uid, uid, uid, gid, gid, gid, gid, groups, own, own, 0, Capability.ALL, 0, 0);
    }

    /** Whether capability number {@code capability} is effective. */
    public boolean can(int capability) {
        return (effective >>> capability & 1) != 0;
    }

    /** What the file service needs of these. */
    public Credentials forFiles() {
        long real = uid == 0 ? permitted : 0;
        return new Credentials(fileSystemUid, fileSystemGid, groups, effective, uid, gid, real);
    }

    public UserIds withUids(int real, int effectiveId, int saved, int fileSystem) {
        return new UserIds(real, effectiveId, saved, fileSystem, gid, effectiveGid, savedGid, fileSystemGid, groups,
                permitted, effective, inheritable, bounding, ambient, secureBits);
    }

    public UserIds withGids(int real, int effectiveId, int saved, int fileSystem) {
        return new UserIds(uid, effectiveUid, savedUid, fileSystemUid, real, effectiveId, saved, fileSystem, groups,
                permitted, effective, inheritable, bounding, ambient, secureBits);
    }

    public UserIds withGroups(int[] newGroups) {
        return new UserIds(uid, effectiveUid, savedUid, fileSystemUid, gid, effectiveGid, savedGid, fileSystemGid,
                newGroups, permitted, effective, inheritable, bounding, ambient, secureBits);
    }

    public UserIds withCapabilities(long newPermitted, long newEffective, long newInheritable, long newAmbient) {
        return new UserIds(uid, effectiveUid, savedUid, fileSystemUid, gid, effectiveGid, savedGid, fileSystemGid,
                groups, newPermitted, newEffective, newInheritable, bounding, newAmbient, secureBits);
    }

    public UserIds withBounding(long newBounding) {
        return new UserIds(uid, effectiveUid, savedUid, fileSystemUid, gid, effectiveGid, savedGid, fileSystemGid,
                groups, permitted, effective, inheritable, newBounding, ambient, secureBits);
    }

    public UserIds withSecureBits(int bits) {
        return new UserIds(uid, effectiveUid, savedUid, fileSystemUid, gid, effectiveGid, savedGid, fileSystemGid,
                groups, permitted, effective, inheritable, bounding, ambient, bits);
    }
}
