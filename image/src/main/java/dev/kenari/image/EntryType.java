package dev.kenari.image;

/** What an {@link Entry} is. The ordinal is part of the index file's format: append only. */
public enum EntryType {
    FILE,
    DIRECTORY,
    SYMLINK,
    /** Another name of an earlier FILE entry, whose path is the link target. */
    HARD_LINK,
    CHARACTER_DEVICE,
    BLOCK_DEVICE,
    FIFO
}
