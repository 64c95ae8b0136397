package dev.kenari.vfs.ext4;

import dev.kenari.abi.Errno;

/**
 * What mount(8) lists for ext4, as far as it is offered.
 *
 * @param remountAfterErrors {@code errors=remount-ro}, else {@code errors=continue}; null: as the superblock says
 * @param commitSeconds how long changes wait for a commit at most
 * @param noLoad the journal is left alone; read-only mounts only
 */
record MountOptions(boolean readOnly, Boolean remountAfterErrors, int commitSeconds, boolean noLoad) {
    private static final int DEFAULT_COMMIT = 5;
    private static final int MAX_COMMIT = 900;

    /** Unknown options are EINVAL. */
    static MountOptions parse(boolean readOnly, String text) throws Errno {
        boolean noLoad = false;
        boolean ro = readOnly;
        Boolean remount = null;
        int commit = DEFAULT_COMMIT;
        for (String option : text.isEmpty() ? new String[0] : text.split(",")) {
            switch (option) {
                // What is always so; or what the vfs does for every file system.
                case "", "rw", "data=ordered", "barrier", "barrier=1", "user_xattr", "nodiscard",
                        "noatime", "relatime", "nodelalloc", "auto_da_alloc", "defaults" -> {}
                case "ro" -> ro = true;
                case "noload", "norecovery" -> noLoad = true;
                case "errors=remount-ro" -> remount = true;
                case "errors=continue" -> remount = false;
                default -> {
                    if (!option.startsWith("commit=")) {
                        throw Errno.EINVAL;
                    }
                    commit = seconds(option.substring("commit=".length()));
                }
            }
        }
        if (noLoad && !ro) {
            throw Errno.EINVAL;
        }
        return new MountOptions(ro, remount, commit, noLoad);
    }

    private static int seconds(String text) throws Errno {
        try {
            int seconds = Integer.parseInt(text);
            if (seconds < 0 || seconds > MAX_COMMIT) {
                throw Errno.EINVAL;
            }
            return seconds == 0 ? DEFAULT_COMMIT : seconds;
        } catch (NumberFormatException e) {
            throw Errno.EINVAL;
        }
    }
}
