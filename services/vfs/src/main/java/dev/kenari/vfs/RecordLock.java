package dev.kenari.vfs;

/**
 * An advisory lock on bytes of a file (fcntl(2), F_SETLK).
 *
 * @param type F_RDLCK, F_WRLCK or F_UNLCK
 * @param start first byte
 * @param end last byte, inclusive; {@code Long.MAX_VALUE} for "to the end, however it grows"
 * @param process who holds it; -1 for an open-file-description lock. Ignored when setting
 */
public record RecordLock(int type, long start, long end, int process) {}
