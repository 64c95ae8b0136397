package dev.kenari.tools;

import java.io.IOException;
import java.nio.file.Path;

/** What standard input and output are connected to. */
final class Terminals {
    private Terminals() {}

    /** Whether standard error goes where standard output goes. */
    static boolean showsErrors() {
        try {
            return Path.of("/dev/fd/2").toRealPath().equals(Path.of("/dev/fd/1").toRealPath());
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether standard input and output are both a terminal. */
    static boolean isTerminal() {
        return System.console() != null && System.console().isTerminal();
    }
}
