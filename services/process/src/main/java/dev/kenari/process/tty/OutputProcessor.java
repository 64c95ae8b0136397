package dev.kenari.process.tty;

import static dev.kenari.abi.TermiosBits.*;

/** Turns what programs write into what the terminal gets (OPOST), and keeps the cursor's column for tabs and erasing. */
final class OutputProcessor {
    static final int TAB = 8;
    /** The most that one byte can become. */
    static final int MAX_EXPANSION = TAB;

    private byte[] bytes = new byte[256];
    private int length;
    private int column;
    /** Where the line being edited starts. */
    private int editColumn;

    int column() {
        return column;
    }

    int editColumn() {
        return editColumn;
    }

    void editFromHere() {
        editColumn = column;
    }

    void reset() {
        length = 0;
        column = 0;
        editColumn = 0;
    }

    /** Processes one byte; the outcome is added to what {@link #take} returns. */
    void put(int c, Termios termios) {
        if (!termios.output(OPOST)) {
            add(c);
            return;
        }
        switch (c) {
            case '\n' -> {
                if (termios.output(ONLRET)) {
                    column = 0;
                }
                if (termios.output(ONLCR)) {
                    column = 0;
                    add('\r');
                }
                editColumn = column;
                add('\n');
            }
            case '\r' -> carriageReturn(termios);
            case '\t' -> tab(termios);
            case '\b' -> putBackspace();
            default -> add(printed(c, termios));
        }
    }

    private void carriageReturn(Termios termios) {
        if (termios.output(ONOCR) && column == 0) {
            return;
        }
        if (termios.output(OCRNL)) {
            if (termios.output(ONLRET)) {
                column = 0;
                editColumn = 0;
            }
            add('\n');
            return;
        }
        column = 0;
        editColumn = 0;
        add('\r');
    }

    private void tab(Termios termios) {
        int spaces = TAB - column % TAB;
        column += spaces;
        if ((termios.output() & XTABS) != XTABS) {
            add('\t');
            return;
        }
        for (int i = 0; i < spaces; i++) {
            add(' ');
        }
    }

    private int printed(int c, Termios termios) {
        if (CharacterClass.isControl(c)) {
            return c;
        }
        if (!isContinuation(c, termios)) {
            column++;
        }
        return termios.output(OLCUC) ? CharacterClass.toUpper(c) : c;
    }

    /** Shows a control character as a caret and a letter, whatever the settings. */
    void putCaret(int c) {
        add('^');
        add(c ^ 0x40);
        column += 2;
    }

    /** Moves the cursor left, whatever the settings. */
    void putBackspace() {
        add('\b');
        moveBack();
    }

    /** The cursor moves left without a backspace being sent: the next character replaces one. */
    void moveBack() {
        column = Math.max(0, column - 1);
    }

    /** Whether {@code c} continues a UTF-8 character. */
    static boolean isContinuation(int c, Termios termios) {
        return termios.input(IUTF8) && (c & 0xC0) == 0x80;
    }

    private void add(int c) {
        if (length == bytes.length) {
            bytes = java.util.Arrays.copyOf(bytes, length * 2);
        }
        bytes[length++] = (byte) c;
    }

    int length() {
        return length;
    }

    /** Everything since the last call. */
    byte[] take() {
        byte[] taken = java.util.Arrays.copyOf(bytes, length);
        length = 0;
        return taken;
    }
}
