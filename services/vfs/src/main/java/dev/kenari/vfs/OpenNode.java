package dev.kenari.vfs;

/**
 * What opening a node gave.
 *
 * @param handle for the following calls; the file system's own numbering
 * @param seekable whether offsets mean something; else lseek(2) and pread(2) are ESPIPE
 * @param pollable whether {@link FileSystem#poll} is worth calling; else the file is always ready
 * @param memoryObject number of the memory object through which the content is read and may be mapped for writing; 0 if every read
 *     is the file system's. Writes are the file system's in any case
 * @param flushes whether {@link FileSystem#flush} wants to be called
 */
public record OpenNode(long handle, boolean seekable, boolean pollable, int memoryObject, boolean flushes) {
    public OpenNode(long handle, boolean seekable, boolean pollable) {
        this(handle, seekable, pollable, 0, false);
    }
}
