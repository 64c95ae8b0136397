package dev.kenari.process.tty;

import dev.kenari.abi.TtyIoctl;
import dev.kenari.abi.Words;

/** A terminal's size in characters and, if known, in pixels (TIOCGWINSZ(2const)); 0 is unknown. */
public record WindowSize(int rows, int columns, int width, int height) {
    public static final WindowSize UNKNOWN = new WindowSize(0, 0, 0, 0);

    /** {@code struct winsize}. */
    public byte[] toBytes() {
        byte[] bytes = new byte[TtyIoctl.WINSIZE_BYTES];
        Words.putShort(bytes, 0, rows);
        Words.putShort(bytes, 2, columns);
        Words.putShort(bytes, 4, width);
        Words.putShort(bytes, 6, height);
        return bytes;
    }

    public static WindowSize of(byte[] bytes) {
        return new WindowSize(
                Words.getShort(bytes, 0) & 0xFFFF,
                Words.getShort(bytes, 2) & 0xFFFF,
                Words.getShort(bytes, 4) & 0xFFFF,
                Words.getShort(bytes, 6) & 0xFFFF);
    }
}
