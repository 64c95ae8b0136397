package dev.kenari.process.procfs;

import dev.kenari.abi.Errno;

/** Numbers that programs write into files. */
final class Numbers {
    private Numbers() {}

    /** A decimal number with white space around it. EINVAL. */
    static long parse(String text) throws Errno {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            throw Errno.EINVAL;
        }
    }
}
