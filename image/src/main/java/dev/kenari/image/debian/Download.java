package dev.kenari.image.debian;

import java.net.URI;
import java.nio.file.Path;

/**
 * A file to fetch.
 *
 * @param target where it goes; written aside and renamed when whole and right
 * @param size its size in bytes, or -1 where unknown
 * @param sha256 its SHA-256 in hex, or null where unknown
 */
public record Download(URI uri, Path target, long size, String sha256) {
    /** What an unknown size may be at most. */
    static final long MAX_UNKNOWN = 16 << 20;

    long limit() {
        return size >= 0 ? size : MAX_UNKNOWN;
    }
}
