package dev.kenari.machine;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.Consumer;

/** The host's end of the board's console line: a terminal, or nothing. */
public interface ConsoleBackend {
    /** Nobody types and nobody reads. */
    ConsoleBackend NONE = new ConsoleBackend() {
        @Override
        public InputStream input() {
            return InputStream.nullInputStream();
        }

        @Override
        public OutputStream output() {
            return OutputStream.nullOutputStream();
        }
    };

    /** Read by a host thread of the board, which may block in it. Its end is a hang-up. */
    InputStream input();

    /** Written by a host thread of the board, which may block in it. */
    OutputStream output();

    default WindowSize size() {
        return WindowSize.UNKNOWN;
    }

    /** Calls {@code listener} from any thread when {@link #size} changes. Called once, before anything else. */
    default void onResize(Consumer<WindowSize> listener) {}
}
