package dev.kenari.linux.syscall;

import java.util.Arrays;

/** What an argument register holds, so that a trace can print it as strace(1) would. Rows name kinds by their {@link #word}. */
public enum ArgumentKind {
    INT("int"),
    UNSIGNED("uint"),
    LONG("long"),
    SIZE("size"),
    OFFSET("off"),
    HEX("hex"),
    OCTAL("mode"),
    FD("fd"),
    DIRFD("dirfd"),
    PID("pid"),
    SIGNAL("sig"),
    CLOCK("clock"),
    /** A NUL-terminated string. */
    PATH("path"),
    STRING("str"),
    /** A NULL-terminated vector of strings. */
    STRINGS("strv"),
    /** Bytes read from the program; the next argument is their count. */
    IN_BUFFER("in"),
    /** Bytes written to the program; the result is their count. */
    OUT_BUFFER("out"),
    POINTER("ptr"),
    TIMESPEC("timespec"),
    OPEN_FLAGS("oflags"),
    PROTECTION("prot"),
    MAP_FLAGS("mapflags"),
    CLONE_FLAGS("cloneflags"),
    FUTEX_OP("futexop");

    private final String word;

    ArgumentKind(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    /** The kinds that {@code words}, separated by blanks, name. */
    static ArgumentKind[] parse(String words) {
        return words.isEmpty()
                ? new ArgumentKind[0]
                : Arrays.stream(words.split(" ")).map(ArgumentKind::of).toArray(ArgumentKind[]::new);
    }

    private static ArgumentKind of(String word) {
        for (ArgumentKind kind : values()) {
            if (kind.word.equals(word)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("no argument kind " + word);
    }
}
