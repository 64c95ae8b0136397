package dev.kenari.vfs;

/**
 * A change of attributes. Fields whose bit is missing in {@code which} are ignored.
 *
 * @param which a union of the constants
 * @param mode permissions only, see {@link dev.kenari.abi.FileMode#PERMISSIONS}
 */
public record AttributeChange(
        int which, int mode, int uid, int gid, long size, long accessed, long modified, long changed) {
    public static final int MODE = 1;
    public static final int UID = 2;
    public static final int GID = 4;
    public static final int SIZE = 8;
    public static final int ACCESSED = 0x10;
    public static final int MODIFIED = 0x20;
    public static final int CHANGED = 0x40;
}
