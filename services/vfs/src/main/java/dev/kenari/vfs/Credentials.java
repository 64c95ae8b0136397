package dev.kenari.vfs;

/**
 * On whose behalf files are accessed (credentials(7)): the file-system ids, effective capabilities, and the real ids
 * for access(2).
 *
 * @param capabilities the effective set, bit n for capability n
 * @param realCapabilities what access(2) without AT_EACCESS may use: the permitted set for real uid 0, else none
 */
public record Credentials(
        int uid, int gid, int[] groups, long capabilities, int realUid, int realGid, long realCapabilities) {
    public static final Credentials ROOT = new Credentials(
            0, 0, new int[0], dev.kenari.abi.Capability.ALL, 0, 0, dev.kenari.abi.Capability.ALL);
}
