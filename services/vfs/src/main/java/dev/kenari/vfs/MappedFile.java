package dev.kenari.vfs;

/**
 * What mmap(2) of a file maps.
 *
 * @param object number of a kernel memory object; 0 for anonymous memory, private or shared as asked (/dev/zero)
 * @param offset where in the object the requested offset lies
 * @param name for proc_pid_maps(5)
 * @param device {@link DeviceNumber} of the file system
 * @param maxProtection what mprotect(2) may give later: READ 1, WRITE 2, EXEC 4
 */
public record MappedFile(int object, long offset, String name, long device, long inode, int maxProtection) {}
