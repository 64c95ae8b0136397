package dev.kenari.process.tty;

import static dev.kenari.abi.TermiosBits.*;

import dev.kenari.abi.Signal;

/**
 * The N_TTY line discipline (termios(3)): what typed characters mean, line editing in canonical mode, echo. Between the line
 * that characters come from and the programs that read them. Never sleeps.
 */
final class LineDiscipline {
    private static final int LIMIT = InputBuffer.CAPACITY - 1;
    private static final int BELL = 7;

    private final Terminal terminal;
    private final InputBuffer buffer = new InputBuffer();
    private final OutputProcessor output = new OutputProcessor();
    private final LineEditor editor = new LineEditor(buffer, output);
    private Termios termios = Termios.INITIAL;
    private boolean literalNext;

    LineDiscipline(Terminal terminal) {
        this.terminal = terminal;
    }

    Termios termios() {
        return termios;
    }

    void setTermios(Termios changed) {
        Termios old = termios;
        termios = changed;
        if (old.local(ICANON) != changed.local(ICANON)) {
            if (changed.local(ICANON)) {
                buffer.becomeLine();
            } else {
                buffer.becomeBytes();
            }
            editor.reset();
            literalNext = false;
        }
        if (old.input(IXON) && !changed.input(IXON) && terminal.outputStopped()) {
            terminal.startOutput();
        }
        terminal.inputArrived();
    }

    /** Processes a program's output; the caller sends what it becomes. */
    OutputProcessor output() {
        return output;
    }

    /** Whether {@link #receive} would take a character now. In canonical mode a line that is too long loses characters instead. */
    boolean accepts() {
        return buffer.size() < LIMIT || termios.local(ICANON) && buffer.complete() == 0;
    }

    /** Characters arrive. Returns how many were taken. */
    int receive(byte[] bytes, int offset, int length) {
        int taken = 0;
        while (taken < length && accepts()) {
            receive(bytes[offset + taken++] & 0xFF);
        }
        if (output.length() > 0) {
            terminal.echo(output.take());
        }
        return taken;
    }

    /** Whether a read returns something: with {@code minimum} bytes in raw mode, a line in canonical mode. */
    boolean readable(int minimum) {
        return termios.local(ICANON) ? buffer.complete() > 0 : buffer.size() >= Math.max(1, minimum);
    }

    /** What a read of {@code length} bytes gets; empty for an end of file in canonical mode. Only if {@link #readable}. */
    byte[] take(int length) {
        return termios.local(ICANON) ? buffer.takeLine(length) : buffer.takeBytes(length);
    }

    /** FIONREAD. */
    int queued() {
        return termios.local(ICANON) ? buffer.readable() : buffer.size();
    }

    void flushInput() {
        buffer.clear();
        editor.reset();
        literalNext = false;
    }

    private void receive(int c) {
        Termios t = termios;
        if (t.input(ISTRIP)) {
            c &= 0x7F;
        }
        if (t.input(IUCLC) && t.local(IEXTEN)) {
            c = CharacterClass.toLower(c);
        }
        if (literalNext) {
            literalNext = false;
            ordinary(c, false);
            return;
        }
        if (t.input(IXON) && flowControl(c) || t.local(ISIG) && signalCharacter(c)) {
            return;
        }
        boolean returned = c == '\r';
        if (returned) {
            if (t.input(IGNCR)) {
                return;
            }
            c = t.input(ICRNL) ? '\n' : c;
        } else if (c == '\n' && t.input(INLCR)) {
            c = '\r';
        }
        if (!t.local(ICANON) || !edit(c)) {
            ordinary(c, returned && c == '\n');
        }
    }

    private boolean flowControl(int c) {
        Termios t = termios;
        if (t.is(c, VSTART)) {
            terminal.startOutput();
            return true;
        }
        if (t.is(c, VSTOP)) {
            terminal.stopOutput();
            return true;
        }
        boolean signals = t.is(c, VINTR) || t.is(c, VQUIT) || t.is(c, VSUSP);
        if (t.input(IXANY) && !signals && terminal.outputStopped()) {
            terminal.startOutput();
        }
        return false;
    }

    private boolean signalCharacter(int c) {
        Termios t = termios;
        int signal = t.is(c, VINTR) ? Signal.INT : t.is(c, VQUIT) ? Signal.QUIT : t.is(c, VSUSP) ? Signal.TSTP : 0;
        if (signal == 0) {
            return false;
        }
        terminal.signal(signal);
        if (!t.local(NOFLSH)) {
            output.take();
            terminal.flushOutput();
            flushInput();
        }
        if (t.input(IXON)) {
            terminal.startOutput();
        }
        if (t.local(ECHO)) {
            editor.echo(c, t);
        }
        return true;
    }

    /** Canonical mode's own characters. False if {@code c} is none. */
    private boolean edit(int c) {
        Termios t = termios;
        boolean extended = t.local(IEXTEN);
        if (t.is(c, VERASE)) {
            editor.eraseCharacter(t);
        } else if (t.is(c, VKILL)) {
            editor.eraseLine(t);
        } else if (extended && t.is(c, VWERASE)) {
            editor.eraseWord(t);
        } else if (extended && t.is(c, VLNEXT)) {
            literalNext = true;
            if (t.local(ECHO)) {
                editor.echoLiteralNext(t);
            }
        } else if (extended && t.local(ECHO) && t.is(c, VREPRINT)) {
            editor.reprint(c, t);
        } else if (c == '\n') {
            if (t.local(ECHO) || t.local(ECHONL)) {
                editor.echoNewline(t);
            }
            buffer.endLine(c);
            terminal.inputArrived();
        } else if (t.is(c, VEOF)) {
            buffer.endFile();
            terminal.inputArrived();
        } else if (t.is(c, VEOL) || extended && t.is(c, VEOL2)) {
            if (t.local(ECHO)) {
                editor.echoTyped(c, t);
            }
            buffer.endLine(c);
            terminal.inputArrived();
        } else {
            return false;
        }
        return true;
    }

    private void ordinary(int c, boolean newline) {
        Termios t = termios;
        if (buffer.size() >= LIMIT) {
            if (t.input(IMAXBEL)) {
                output.put(BELL, t);
            }
            return;
        }
        if (t.local(ECHO) && newline) {
            editor.finishErasing(t);
            editor.echoNewline(t);
        } else if (t.local(ECHO)) {
            editor.echoTyped(c, t);
        }
        buffer.add(c);
        if (!t.local(ICANON)) {
            terminal.inputArrived();
        }
    }
}
