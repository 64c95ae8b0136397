/**
 * What the process service offers: {@link dev.kenari.process.Processes}.
 *
 * <p>Callers name themselves by their thread id; the service knows what belongs to it. Strings are ISO-8859-1, one char a byte.
 * Times are nanoseconds. A method may sleep; then a pending signal ends it with ERESTARTSYS.
 */
package dev.kenari.process;
