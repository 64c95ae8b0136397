package dev.kenari.vfs;

/**
 * What opening a node gave.
 *
 * @param handle for the following calls; the file system's own numbering
 * @param seekable whether offsets mean something; else lseek(2) and pread(2) are ESPIPE
 * @param pollable whether {@link FileSystem#poll} is worth calling; else the file is always ready
 */
public record OpenNode(long handle, boolean seekable, boolean pollable) {}
