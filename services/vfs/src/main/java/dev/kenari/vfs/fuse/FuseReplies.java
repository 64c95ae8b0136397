package dev.kenari.vfs.fuse;

import dev.kenari.abi.Errno;
import dev.kenari.machine.fuse.Fuse;
import dev.kenari.vfs.Attributes;
import dev.kenari.vfs.DirectoryEntry;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The bodies of replies. A daemon's word counts only as far as it makes sense: EIO. */
final class FuseReplies {
    private static final long NANOS = 1_000_000_000L;
    /** Longer is forever. */
    private static final long MOST_SECONDS = 1L << 32;

    private FuseReplies() {}

    static ByteBuffer atLeast(ByteBuffer reply, int bytes) throws Errno {
        if (reply.remaining() < bytes) {
            throw Errno.EIO;
        }
        return reply;
    }

    /** struct fuse_attr. */
    static Attributes attributes(ByteBuffer in) throws Errno {
        atLeast(in, Fuse.ATTRIBUTES);
        long inode = in.getLong();
        long size = in.getLong();
        long blocks = in.getLong();
        long accessed = in.getLong();
        long modified = in.getLong();
        long changed = in.getLong();
        accessed = time(accessed, in.getInt());
        modified = time(modified, in.getInt());
        changed = time(changed, in.getInt());
        int mode = in.getInt();
        int links = in.getInt();
        int uid = in.getInt();
        int gid = in.getInt();
        long rdev = Integer.toUnsignedLong(in.getInt());
        int blockSize = in.getInt();
        in.getInt();
        if (size < 0 || !isType(mode)) {
            throw Errno.EIO;
        }
        return new Attributes(
                inode, mode, links, uid, gid, rdev, size, blocks, blockSize == 0 ? 4096 : blockSize, accessed, modified,
                changed, 0);
    }

    private static long time(long seconds, int nanos) {
        return Math.clamp(seconds, -MOST_SECONDS, MOST_SECONDS) * NANOS + Math.clamp(nanos, 0, (int) NANOS - 1);
    }

    private static boolean isType(int mode) {
        return switch (mode & 0170000) {
            case 0100000, 0040000, 0120000, 0020000, 0060000, 0010000, 0140000 -> true;
            default -> false;
        };
    }

    /** How long something holds, in nanoseconds. */
    static long validity(long seconds, int nanos) {
        return seconds < 0 || seconds > MOST_SECONDS ? MOST_SECONDS * NANOS : time(seconds, nanos);
    }

    /** Hears what READDIRPLUS says of a name. */
    @FunctionalInterface
    interface Listed {
        /** @param entry struct fuse_entry_out */
        void listed(String name, ByteBuffer entry) throws Errno;
    }

    /**
     * Puts a READDIR's entries; returns where the next one continues, or -1 at the end.
     *
     * @param plus hears of each entry of a READDIRPLUS; null for a READDIR
     */
    static long entries(ByteBuffer in, Map<String, DirectoryEntry> into, Listed plus) throws Errno {
        long next = -1;
        int attributes = plus == null ? 0 : Fuse.ENTRY_OUT;
        while (in.remaining() >= attributes + Fuse.DIRENT) {
            int at = in.position();
            in.position(at + attributes);
            long inode = in.getLong();
            next = in.getLong();
            int length = in.getInt();
            int type = in.getInt();
            if (length <= 0 || length > 255 || length > in.remaining()) {
                throw Errno.EIO;
            }
            byte[] bytes = new byte[length];
            in.get(bytes);
            String name = new String(bytes, StandardCharsets.ISO_8859_1);
            if (name.indexOf('/') >= 0 || name.indexOf('\0') >= 0) {
                throw Errno.EIO;
            }
            if (!name.equals(".") && !name.equals("..")) {
                into.put(name, new DirectoryEntry(inode, 0, type & 15, name));
                if (plus != null && in.getLong(at) != 0) {
                    plus.listed(name, in.slice(at, Fuse.ENTRY_OUT).order(ByteOrder.LITTLE_ENDIAN));
                }
            }
            in.position(Math.min(at + (attributes + Fuse.DIRENT + length + 7 & -8), in.limit()));
        }
        return next;
    }
}
