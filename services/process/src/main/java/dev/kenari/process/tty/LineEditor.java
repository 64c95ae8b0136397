package dev.kenari.process.tty;

import static dev.kenari.abi.TermiosBits.*;

/** The line being edited in canonical mode: echo and erasure (termios(3), ECHO to ECHOKE). */
final class LineEditor {
    private enum Erasure {
        CHARACTER,
        WORD,
        LINE
    }

    private final InputBuffer buffer;
    private final OutputProcessor output;
    /** Between the backslash and the slash of ECHOPRT. */
    private boolean erasing;

    LineEditor(InputBuffer buffer, OutputProcessor output) {
        this.buffer = buffer;
        this.output = output;
    }

    void reset() {
        erasing = false;
    }

    /** Echoes {@code c}, control characters as {@code ^X} if ECHOCTL. */
    void echo(int c, Termios t) {
        if (t.local(ECHOCTL) && CharacterClass.isControl(c) && c != '\t') {
            output.putCaret(c);
        } else {
            output.put(c, t);
        }
    }

    /** Echoes an ordinary character and remembers where the line starts. */
    void echoTyped(int c, Termios t) {
        finishErasing(t);
        if (buffer.editing() == 0) {
            output.editFromHere();
        }
        echo(c, t);
    }

    /** Echoes a newline that is none of a line's: it moves the cursor, whatever ECHOCTL says. */
    void echoNewline(Termios t) {
        output.put('\n', t);
    }

    void finishErasing(Termios t) {
        if (erasing) {
            erasing = false;
            output.put('/', t);
        }
    }

    /** LNEXT was typed: a caret stands where the next character will be. */
    void echoLiteralNext(Termios t) {
        finishErasing(t);
        if (t.local(ECHOCTL)) {
            output.put('^', t);
            output.put('\b', t);
        }
    }

    /** REPRINT: the line once more. */
    void reprint(int c, Termios t) {
        finishErasing(t);
        echo(c, t);
        output.put('\n', t);
        for (int i = 0; i < buffer.editing(); i++) {
            echo(buffer.edited(i), t);
        }
    }

    void eraseCharacter(Termios t) {
        erase(Erasure.CHARACTER, t);
    }

    void eraseWord(Termios t) {
        erase(Erasure.WORD, t);
    }

    void eraseLine(Termios t) {
        if (buffer.editing() == 0) {
            return;
        }
        boolean visibly = t.local(ECHOK) && t.local(ECHOKE) && t.local(ECHOE);
        if (t.local(ECHO) && visibly) {
            erase(Erasure.LINE, t);
            return;
        }
        buffer.truncate(0);
        if (t.local(ECHO)) {
            finishErasing(t);
            echo(t.character(VKILL), t);
            if (t.local(ECHOK)) {
                output.put('\n', t);
            }
        }
    }

    private void erase(Erasure what, Termios t) {
        if (buffer.editing() == 0) {
            return;
        }
        boolean inWord = false;
        while (buffer.editing() > 0) {
            int end = buffer.editing();
            int start = startOfLastCharacter(t);
            if (start < 0) {
                break;
            }
            int c = buffer.edited(start);
            if (what == Erasure.WORD) {
                if (CharacterClass.isWord(c)) {
                    inWord = true;
                } else if (inWord) {
                    break;
                }
            }
            buffer.truncate(start);
            if (t.local(ECHO)) {
                show(c, start, end, what, t);
            }
            if (what == Erasure.CHARACTER) {
                break;
            }
        }
        if (buffer.editing() == 0 && t.local(ECHO)) {
            finishErasing(t);
        }
    }

    /** Index of the first byte of the last character; -1 if only continuation bytes are there. */
    private int startOfLastCharacter(Termios t) {
        int at = buffer.editing() - 1;
        while (at >= 0 && OutputProcessor.isContinuation(buffer.edited(at), t)) {
            at--;
        }
        return at;
    }

    private void show(int c, int start, int end, Erasure what, Termios t) {
        if (t.local(ECHOPRT)) {
            if (!erasing) {
                output.put('\\', t);
                erasing = true;
            }
            echo(c, t);
            for (int i = start + 1; i < end; i++) {
                output.put(buffer.edited(i), t);
                output.moveBack();
            }
        } else if (what == Erasure.CHARACTER && !t.local(ECHOE)) {
            echo(t.character(VERASE), t);
        } else if (c == '\t') {
            backUpTab(start, t);
        } else if (!CharacterClass.isControl(c)) {
            rubOut(t);
        } else if (t.local(ECHOCTL)) {
            rubOut(t);
            rubOut(t);
        }
    }

    private void rubOut(Termios t) {
        output.put('\b', t);
        output.put(' ', t);
        output.put('\b', t);
    }

    /** Goes back to where the tab at {@code tab} started: after the columns since the tab before it, or since the line's start. */
    private void backUpTab(int tab, Termios t) {
        int columns = 0;
        int at = tab - 1;
        while (at >= 0 && buffer.edited(at) != '\t') {
            int c = buffer.edited(at--);
            if (CharacterClass.isControl(c)) {
                columns += t.local(ECHOCTL) ? 2 : 0;
            } else if (!OutputProcessor.isContinuation(c, t)) {
                columns++;
            }
        }
        if (at < 0) {
            columns += output.editColumn();
        }
        int back = OutputProcessor.TAB - columns % OutputProcessor.TAB;
        for (int i = 0; i < back; i++) {
            output.putBackspace();
        }
    }
}
