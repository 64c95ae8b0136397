package dev.kenari.image;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Tells how far a file has been read. */
final class ProgressStream extends FilterInputStream {
    private final String message;
    private final long total;
    private final Progress progress;
    private long done;

    ProgressStream(InputStream in, String message, long total, Progress progress) {
        super(in);
        this.message = message;
        this.total = total;
        this.progress = progress;
    }

    @Override
    public int read(byte[] buffer, int offset, int count) throws IOException {
        int got = super.read(buffer, offset, count);
        if (got > 0) {
            done += got;
            progress.update(message, Math.min(done, total), total);
        }
        return got;
    }
}
