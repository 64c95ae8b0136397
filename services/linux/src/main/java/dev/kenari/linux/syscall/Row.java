package dev.kenari.linux.syscall;

/**
 * A row of the system-call table.
 *
 * @param arguments the kinds of the arguments, for strace and documentation
 * @param handler null where support is MISSING
 * @param note what is excepted or why it is missing; may be empty
 */
public record Row(int number, String name, ArgumentKind[] arguments, Support support, Handler handler, String note) {}
