/**
 * What the file service offers ({@link dev.kenari.vfs.Vfs}) and what it asks of file systems
 * ({@link dev.kenari.vfs.FileSystem}) and of drivers of character devices ({@link dev.kenari.vfs.CharDevice}).
 *
 * <p>Names and paths are byte strings carried as ISO-8859-1: one char is one byte. Times are nanoseconds since 1970.
 * Flags are
 * Linux's, by the names in {@code dev.kenari.abi}. A method may sleep; then a pending signal ends it with ERESTARTSYS.
 */
package dev.kenari.vfs;
