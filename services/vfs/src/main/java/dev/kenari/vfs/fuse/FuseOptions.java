package dev.kenari.vfs.fuse;

import dev.kenari.abi.Errno;
import dev.kenari.abi.FileMode;

/**
 * The options of {@code mount -t fuse} (mount.fuse3(8)).
 *
 * @param fd descriptor of /dev/fuse
 * @param rootMode type and permissions of the root until the daemon says more
 * @param maxRead most bytes of a READ
 */
record FuseOptions(
        int fd, int rootMode, int uid, int gid, boolean defaultPermissions, boolean allowOther, int maxRead) {
    private static final int LEAST_READ = 4096;

    static FuseOptions parse(String text) throws Errno {
        int fd = -1;
        int rootMode = 0;
        int uid = -1;
        int gid = -1;
        boolean defaultPermissions = false;
        boolean allowOther = false;
        int maxRead = Integer.MAX_VALUE;
        for (String option : text.split(",")) {
            int equals = option.indexOf('=');
            String value = option.substring(equals + 1);
            switch (equals < 0 ? option : option.substring(0, equals)) {
                case "fd" -> fd = number(value, 10);
                case "rootmode" -> rootMode = number(value, 8);
                case "user_id" -> uid = number(value, 10);
                case "group_id" -> gid = number(value, 10);
                case "max_read" -> maxRead = Math.max(number(value, 10), LEAST_READ);
                case "default_permissions" -> defaultPermissions = true;
                case "allow_other" -> allowOther = true;
                case "blksize" -> number(value, 10);
                case "subtype" -> {}
                default -> throw Errno.EINVAL;
            }
        }
        if (fd < 0 || uid < 0 || gid < 0 || FileMode.type(rootMode) == 0) {
            throw Errno.EINVAL;
        }
        return new FuseOptions(fd, rootMode, uid, gid, defaultPermissions, allowOther, maxRead);
    }

    private static int number(String text, int radix) throws Errno {
        try {
            return Integer.parseInt(text, radix);
        } catch (NumberFormatException e) {
            throw Errno.EINVAL;
        }
    }

    /** As proc_pid_mountinfo(5) lists them. */
    String shown() {
        return "user_id=" + uid + ",group_id=" + gid
                + (defaultPermissions ? ",default_permissions" : "")
                + (allowOther ? ",allow_other" : "")
                + (maxRead != Integer.MAX_VALUE ? ",max_read=" + maxRead : "");
    }
}
