package dev.kenari.tools;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.LinkedBlockingQueue;

/** Takes trace lines from the kernel without blocking it; a thread of the host writes them. */
final class TraceFile implements AutoCloseable {
    private static final String END = new String("end");

    /** Standard error as it is when a line is printed: a raw terminal wants other line ends. */
    private static final OutputStream STANDARD_ERROR = new OutputStream() {
        @Override
        public void write(int b) {
            System.err.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            System.err.write(bytes, offset, length);
        }
    };

    private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final PrintStream out;
    private final Thread writer;

    private TraceFile(PrintStream out) {
        this.out = out;
        this.writer = Thread.ofPlatform().daemon().name("kenari-trace").start(this::write);
    }

    /** To {@code file}, or to standard error; null if neither is wanted. */
    static TraceFile of(boolean standardError, Path file) {
        if (file != null) {
            try {
                return new TraceFile(new PrintStream(
                        new BufferedOutputStream(Files.newOutputStream(file)), false, StandardCharsets.ISO_8859_1));
            } catch (IOException e) {
                throw new UserError("trace-file", "can't write " + file + ": " + e.getMessage());
            }
        }
        return standardError ? new TraceFile(new PrintStream(STANDARD_ERROR, false, StandardCharsets.ISO_8859_1)) : null;
    }

    void line(String line) {
        lines.add(line);
    }

    @SuppressWarnings("ReferenceEquality")
    private void write() {
        try {
            for (String line = lines.take(); line != END; line = lines.take()) {
                out.print(line + "\n");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        out.flush();
    }

    @Override
    public void close() {
        lines.add(END);
        try {
            writer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
