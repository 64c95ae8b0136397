package dev.kenari.process.exec;

import dev.kenari.abi.Errno;
import java.nio.charset.StandardCharsets;

/**
 * The first line of an interpreter script (execve(2), "Interpreter scripts").
 *
 * @param argument everything after the interpreter, or null
 */
record Script(String interpreter, String argument) {
    /** How much of the file the kernel looks at. */
    static final int LINE_LIMIT = 256;

    static boolean hasMagic(byte[] start) {
        return start.length >= 2 && start[0] == '#' && start[1] == '!';
    }

    /**
     * @param start the first {@link #LINE_LIMIT} bytes of the file, or all
     * @throws Errno ENOEXEC if no interpreter is named, or its name may be cut off
     */
    static Script parse(byte[] start) throws Errno {
        String text = new String(start, StandardCharsets.ISO_8859_1);
        int end = text.indexOf('\n');
        boolean whole = end >= 0 || start.length < LINE_LIMIT;
        String line = text.substring(2, end >= 0 ? end : text.length());
        int nul = line.indexOf('\0');
        if (nul >= 0) {
            line = line.substring(0, nul);
            whole = true;
        }
        int from = skip(line, 0, true);
        int to = skip(line, from, false);
        if (from == line.length() || to == line.length() && !whole) {
            throw Errno.ENOEXEC;
        }
        int argumentFrom = skip(line, to, true);
        int argumentTo = line.length();
        while (argumentTo > argumentFrom && isBlank(line.charAt(argumentTo - 1))) {
            argumentTo--;
        }
        String argument = argumentFrom < argumentTo ? line.substring(argumentFrom, argumentTo) : null;
        return new Script(line.substring(from, to), argument);
    }

    private static int skip(String line, int at, boolean blanks) {
        while (at < line.length() && isBlank(line.charAt(at)) == blanks) {
            at++;
        }
        return at;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
