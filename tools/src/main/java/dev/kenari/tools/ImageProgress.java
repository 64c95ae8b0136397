package dev.kenari.tools;

import dev.kenari.image.Progress;
import java.io.PrintStream;

/** Draws how an image's preparation goes: one line that changes on a terminal, a line for each step otherwise. */
final class ImageProgress implements Progress {
    private static final int BAR = 24;
    private static final long REDRAW_NANOS = 100_000_000;

    private final PrintStream out;
    private final boolean terminal;
    private String step = "";
    private long drawn;

    ImageProgress(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    @Override
    public void update(String message, long done, long total) {
        boolean finished = total > 0 && done >= total;
        boolean fresh = !message.equals(step);
        step = message;
        if (!terminal) {
            if (fresh) {
                out.println("kenari: " + message);
            }
            return;
        }
        long now = System.nanoTime();
        if (!fresh && !finished && now - drawn < REDRAW_NANOS) {
            return;
        }
        drawn = now;
        StringBuilder line = new StringBuilder("\r\u001b[Kkenari: ").append(message);
        if (total > 0) {
            int filled = (int) (done * BAR / total);
            line.append(" [").append("#".repeat(filled)).append(" ".repeat(BAR - filled)).append("] ");
            line.append(done * 100 / total).append(" %");
        } else if (done > 0) {
            line.append(' ').append(done >> 20).append(" MiB");
        }
        out.print(line);
        out.flush();
    }

    /** Clears the line. */
    void end() {
        if (terminal && !step.isEmpty()) {
            out.print("\r\u001b[K");
            out.flush();
        }
    }
}
