package dev.kenari.image.tree;

/**
 * What every file has.
 *
 * @param mode permission, set-ID and sticky bits
 * @param mtimeNanos nanoseconds since 1970
 */
public record Attributes(int mode, int uid, int gid, long mtimeNanos) {
    /** Owned by root. */
    public static Attributes ofRoot(int mode, long mtimeNanos) {
        return new Attributes(mode, 0, 0, mtimeNanos);
    }
}
