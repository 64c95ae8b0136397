package dev.kenari.process.tty;

/** What a terminal's characters go out on: a serial port, or the master side of a pseudoterminal. Nothing here sleeps. */
interface Line {
    /** How many bytes {@link #send} takes now. */
    int room();

    /** Sends {@code length} bytes, at most {@link #room}. */
    void send(byte[] bytes, int offset, int length);

    /** Bytes sent that have not arrived (TIOCOUTQ). */
    int queued();

    /** Whether what was sent arrives in its time, even after a hang-up: tcdrain(3) waits for {@link #queued} to be 0. */
    boolean drains();

    /** Forgets what has not arrived. */
    void flush();

    /** The terminal can take characters again: deliver those held back. */
    void inputRoom();

    /** Whether somebody is at the other end, or characters from there have not been delivered yet. */
    default boolean carrier() {
        return true;
    }

    /** Whether the end of its session's leader hangs the terminal up, as with a modem; a pseudoterminal lives on. */
    boolean hangsUpWithSession();

    /** The settings that the line can have, as near as possible to those wanted. */
    default Termios restrict(Termios wanted) {
        return wanted;
    }

    /** Output has stopped or goes on, input was flushed, or flow control was switched; for packet mode. */
    default void note(PacketEvent event) {}
}
