package dev.kenari.vfs;

/**
 * How the vfs treats a file system.
 *
 * @param node the root directory
 * @param type name, as proc_filesystems(5) lists it
 * @param cacheable nothing but the vfs changes names and attributes, so that it may remember them. False for proc(5)
 * and host directories
 * @param readOnly every change is EROFS
 * @param options as the file system would list them in proc_pid_mountinfo(5), after rw or ro; may be empty
 */
public record FileSystemRoot(long node, String type, boolean cacheable, boolean readOnly, String options) {}
