package dev.kenari.machine;

import java.io.InputStream;
import java.io.OutputStream;

/**
 * The three byte streams that a board passes between the host and the command it runs, when there is no terminal between
 * them. Each is used by a host thread of its own, which may block in it. An output stream that throws is closed for the guest
 * (EPIPE), so {@link java.io.PrintStream}, which swallows errors, is no good choice.
 */
public record StandardStreams(InputStream input, OutputStream output, OutputStream error) {
    public static final StandardStreams NONE = new StandardStreams(
            InputStream.nullInputStream(), OutputStream.nullOutputStream(), OutputStream.nullOutputStream());
}
