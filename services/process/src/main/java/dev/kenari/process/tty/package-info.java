/**
 * Terminals (tty(4), pty(7), termios(3)): the line discipline, the console over a serial port, pseudoterminals, and which session
 * they control.
 *
 * <p>Characters go {@link dev.kenari.process.tty.Line} to {@link dev.kenari.process.tty.Tty#receive} to
 * {@link dev.kenari.process.tty.LineDiscipline}, where readers find them; what programs write passes
 * {@link dev.kenari.process.tty.OutputProcessor} on its way to the line. A serial port delivers in its interrupt, so nothing on
 * that way sleeps; readers and writers do, in the terminal's one wait queue.
 */
package dev.kenari.process.tty;
