package dev.kenari.machine;

import java.nio.file.Path;

/**
 * A directory (or a single file) of the host that the guest may reach.
 *
 * @param tag by which the guest asks for it: at most 36 bytes of ASCII
 * @param source an existing directory or regular file
 * @param readOnly whether the device refuses every change
 */
public record HostShare(String tag, Path source, boolean readOnly) {
    public static final int MAX_TAG = 36;

    public HostShare {
        if (tag.isEmpty() || tag.length() > MAX_TAG || !tag.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
            throw new IllegalArgumentException("not a tag: " + tag);
        }
    }
}
