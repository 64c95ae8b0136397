package dev.kenari.process.tty;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.component.Protocol;

/** What the process service asks of terminals. */
@Protocol
public interface Terminals {
    /** The session's leader has ended: its terminal is nobody's any more, the foreground group is hung up. */
    void leaderEnded(int session);

    /** The session's controlling terminal as a {@link dev.kenari.vfs.DeviceNumber}; 0 for none. */
    long device(int session);

    /** Foreground group of the session's controlling terminal; -1 if it has none. */
    int foreground(int session);

    /** The console becomes the session's controlling terminal, {@code group} its foreground group. ENXIO without a console. */
    void giveConsole(int session, int group) throws Errno;

    /** Sleeps until what was written to the console has been sent, but not for ever. */
    void settleConsole();

    /** vhangup(2) of the session's controlling terminal, if it has one. */
    void hangUp(int session);
}
