package dev.kenari.tools;

import dev.kenari.machine.ConsoleBackend;
import dev.kenari.machine.WindowSize;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.function.Consumer;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** The terminal that the user sits at, in raw mode while this is open: the guest's line discipline does the rest. */
final class HostTerminal implements ConsoleBackend, AutoCloseable {
    private final Terminal terminal;
    private final Attributes before;
    private final PrintStream ownWords = System.err;

    private HostTerminal(Terminal terminal) {
        this.terminal = terminal;
        this.before = terminal.enterRawMode();
        Attributes raw = terminal.getAttributes();
        // The guest's terminal has put the carriage returns in already.
        raw.setOutputFlag(Attributes.OutputFlag.OPOST, false);
        terminal.setAttributes(raw);
        if (Terminals.showsErrors()) {
            System.setErr(new PrintStream(new CarriageReturns(ownWords), true));
        }
    }

    /** What we say ourselves while nobody else ends lines properly. */
    private static final class CarriageReturns extends FilterOutputStream {
        CarriageReturns(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            if (b == '\n') {
                out.write('\r');
            }
            out.write(b);
        }
    }

    static HostTerminal raw() {
        if (!Terminals.isTerminal()) {
            throw new UserError("no-terminal", "-t needs standard input and output to be a terminal");
        }
        try {
            // Without this the terminal is asked what it can do, and its answers would be the guest's input.
            TerminalBuilder builder = TerminalBuilder.builder().system(true).graphemeCluster(false);
            return new HostTerminal(
                    builder.nativeSignals(true).signalHandler(Terminal.SignalHandler.SIG_IGN).build());
        } catch (IOException e) {
            throw new UserError("no-terminal", "can't open the terminal: " + e.getMessage());
        }
    }

    @Override
    public InputStream input() {
        // Not the terminal's own stream: a thread that waits in it would keep close() waiting.
        return new FileInputStream(FileDescriptor.in);
    }

    @Override
    public OutputStream output() {
        return new FileOutputStream(FileDescriptor.out);
    }

    @Override
    public WindowSize size() {
        return new WindowSize(terminal.getSize().getColumns(), terminal.getSize().getRows());
    }

    @Override
    public void onResize(Consumer<WindowSize> listener) {
        terminal.handle(Terminal.Signal.WINCH, signal -> listener.accept(size()));
    }

    @Override
    public void close() {
        System.setErr(ownWords);
        terminal.setAttributes(before);
        try {
            terminal.close();
        } catch (IOException e) {
            System.err.println("kenari: the terminal was not restored: " + e.getMessage());
        }
    }
}
