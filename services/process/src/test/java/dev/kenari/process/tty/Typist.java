package dev.kenari.process.tty;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A line discipline with somebody at the keyboard: notes what is shown on the screen and which signals are sent. */
final class Typist implements Terminal {
    final LineDiscipline discipline = new LineDiscipline(this);
    final List<Integer> signals = new ArrayList<>();
    private final StringBuilder screen = new StringBuilder();
    private boolean stopped;

    Typist with(Termios termios) {
        discipline.setTermios(termios);
        return this;
    }

    /** Types, and returns what the screen shows because of it. */
    String type(String keys) {
        screen.setLength(0);
        byte[] bytes = keys.getBytes(StandardCharsets.ISO_8859_1);
        int taken = discipline.receive(bytes, 0, bytes.length);
        if (taken != bytes.length) {
            throw new AssertionError("took " + taken + " of " + bytes.length);
        }
        return screen.toString();
    }

    /** What a program reads, or null if it would wait. */
    String read(int length) {
        return discipline.readable(1) ? new String(discipline.take(length), StandardCharsets.ISO_8859_1) : null;
    }

    String read() {
        return read(4096);
    }

    /** What the screen gets of a program's output. */
    String print(String text) {
        text.chars().forEach(c -> discipline.output().put(c, discipline.termios()));
        return new String(discipline.output().take(), StandardCharsets.ISO_8859_1);
    }

    static Termios local(int set, int clear) {
        return Termios.INITIAL.withLocal(Termios.INITIAL.local() & ~clear | set);
    }

    static Termios input(int set, int clear) {
        return Termios.INITIAL.withInput(Termios.INITIAL.input() & ~clear | set);
    }

    static Termios output(int set, int clear) {
        return Termios.INITIAL.withOutput(Termios.INITIAL.output() & ~clear | set);
    }

    @Override
    public void echo(byte[] bytes) {
        screen.append(new String(bytes, StandardCharsets.ISO_8859_1));
    }

    @Override
    public void signal(int signal) {
        signals.add(signal);
    }

    @Override
    public void flushOutput() {
        screen.append("<flush>");
    }

    @Override
    public void stopOutput() {
        stopped = true;
    }

    @Override
    public void startOutput() {
        stopped = false;
    }

    @Override
    public boolean outputStopped() {
        return stopped;
    }

    @Override
    public void inputArrived() {}
}
