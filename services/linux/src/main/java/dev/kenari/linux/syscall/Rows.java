package dev.kenari.linux.syscall;

import java.util.Map;
import java.util.TreeMap;

/** Collects the table's rows; a number or name given twice is a bug. */
public final class Rows {
    private final Map<Integer, Row> rows = new TreeMap<>();

    /** A call that works as its man page says. */
    public Rows full(int number, String name, String arguments, Handler handler) {
        return add(new Row(number, name, ArgumentKind.parse(arguments), Support.FULL, handler, ""));
    }

    /** A call that works but for what {@code note} says. */
    public Rows partial(int number, String name, String arguments, Handler handler, String note) {
        return add(new Row(number, name, ArgumentKind.parse(arguments), Support.PARTIAL, handler, note));
    }

    /** A call that gets ENOSYS. */
    public Rows missing(int number, String name, String arguments, String note) {
        return add(new Row(number, name, ArgumentKind.parse(arguments), Support.MISSING, null, note));
    }

    private Rows add(Row row) {
        if (rows.putIfAbsent(row.number(), row) != null) {
            throw new IllegalArgumentException("system call " + row.number() + " has two rows");
        }
        return this;
    }

    Map<Integer, Row> all() {
        return rows;
    }
}
