package dev.kenari.vfs;

/**
 * What statfs(2) reports.
 *
 * @param flags {@code ST_*}
 */
public record FileSystemStatus(
        long type,
        long blockSize,
        long blocks,
        long freeBlocks,
        long availableBlocks,
        long files,
        long freeFiles,
        long id,
        int nameLength,
        long fragmentSize,
        int flags) {}
