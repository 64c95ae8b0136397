package dev.kenari.image;

/**
 * An image could not be had. The message is one line that says what, where and what to do; the identifier is stable
 * (kebab case, for example {@code unknown-package}). The command line prints {@code error: ID: MESSAGE}.
 */
public final class ImageException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String id;

    public ImageException(String id, String message) {
        this(id, message, null);
    }

    public ImageException(String id, String message, Throwable cause) {
        super(oneLine(message), cause);
        this.id = id;
    }

    /** The failure's stable name in kebab case. */
    public String id() {
        return id;
    }

    @Override
    public String toString() {
        return "error: " + id + ": " + getMessage();
    }

    /** Hostile text (an archive's file name, a server's answer) must not forge lines or drive the terminal. */
    private static String oneLine(String message) {
        StringBuilder line = new StringBuilder(message.length());
        message.codePoints().forEach(c -> line.appendCodePoint(Character.isISOControl(c) ? '?' : c));
        return line.toString();
    }
}
