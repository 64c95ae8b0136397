package dev.kenari.process.tty;

/** Classes of ISO-8859-1 characters as the kernel sees them, for flags that depend on letters. */
final class CharacterClass {
    private static final int MULTIPLICATION = 0xD7;
    private static final int DIVISION = 0xF7;
    private static final int CASE = 0x20;

    private CharacterClass() {}

    static boolean isControl(int c) {
        return c < ' ' || c == 0x7F;
    }

    private static boolean isUpper(int c) {
        return c >= 'A' && c <= 'Z' || c >= 0xC0 && c <= 0xDE && c != MULTIPLICATION;
    }

    private static boolean isLower(int c) {
        return c >= 'a' && c <= 'z' || c >= 0xDF && c != DIVISION;
    }

    /** Whether {@code c} can be part of a word (VWERASE). */
    static boolean isWord(int c) {
        return isUpper(c) || isLower(c) || c >= '0' && c <= '9' || c == '_';
    }

    static int toLower(int c) {
        return isUpper(c) ? c + CASE : c;
    }

    static int toUpper(int c) {
        return isLower(c) ? c - CASE : c;
    }
}
