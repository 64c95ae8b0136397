package dev.kenari.image.archive;

import java.io.IOException;

/** The bytes are not what the format says they are. */
public final class CorruptArchiveException extends IOException {
    private static final long serialVersionUID = 1L;

    public CorruptArchiveException(String message) {
        super(message);
    }
}
