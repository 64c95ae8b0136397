package dev.kenari.vfs;

/**
 * An open descriptor as proc(5) shows it.
 *
 * @param flags as F_GETFL, with O_CLOEXEC if the descriptor has it
 * @param name what /proc/PID/fd/N links to
 * @param details lines of /proc/PID/fdinfo/N after {@code pos}, {@code flags}, {@code mnt_id} and {@code ino}; may be
 * empty
 */
public record OpenFile(int descriptor, int flags, long position, int mount, long inode, String name, String details) {}
