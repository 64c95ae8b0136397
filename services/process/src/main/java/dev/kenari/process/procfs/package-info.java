/**
 * The process file system (proc(5)), and as much of sysfs(5) as programs look at.
 *
 * <p>{@link dev.kenari.process.procfs.PseudoFileSystem} makes a file system of things that are computed when read: a
 * {@link dev.kenari.process.procfs.PseudoTree} of what is always there and, in proc, a directory for each process
 * ({@link dev.kenari.process.procfs.ProcessEntries} lists what is in it). The formats are Linux's to the byte where programs
 * parse them. A file that Kenari has nothing true to say in does not exist.
 */
package dev.kenari.process.procfs;
