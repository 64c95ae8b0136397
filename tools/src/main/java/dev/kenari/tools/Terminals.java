package dev.kenari.tools;

/** What standard input and output are connected to. */
final class Terminals {
    private Terminals() {}

    /** Whether standard input and output are both a terminal. */
    static boolean isTerminal() {
        return System.console() != null && System.console().isTerminal();
    }
}
