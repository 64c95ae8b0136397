package dev.kenari.image.debian;

import dev.kenari.image.Progress;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Counts the packages that dpkg's status lines (dpkg(1), {@code --status-fd}) say are being configured. */
final class ConfigurationProgress extends OutputStream {
    private static final String CONFIGURE = "processing: configure: ";
    private static final int LONGEST = 1000;

    private final int packages;
    private final Progress progress;
    private final String message;
    private final StringBuilder line = new StringBuilder();
    private int done;

    ConfigurationProgress(int packages, Progress progress) {
        this.packages = packages;
        this.progress = progress;
        this.message = "configuring " + packages + " packages";
        progress.update(message, 0, packages);
    }

    void finish() {
        progress.update(message, packages, packages);
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) {
        for (char c : new String(bytes, offset, count, StandardCharsets.ISO_8859_1).toCharArray()) {
            if (c != '\n') {
                line.append(line.length() < LONGEST ? Character.toString(c) : "");
                continue;
            }
            if (line.indexOf(CONFIGURE) == 0 && done < packages - 1) {
                progress.update(message, ++done, packages);
            }
            line.setLength(0);
        }
    }
}
