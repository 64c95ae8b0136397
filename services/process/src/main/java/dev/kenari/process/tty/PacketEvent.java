package dev.kenari.process.tty;

/** What a pseudoterminal's master in packet mode is told (TIOCPKT(2const)). */
enum PacketEvent {
    FLUSH_READ(1, 0),
    FLUSH_WRITE(2, 0),
    STOP(4, 8),
    START(8, 4),
    NO_STOP(16, 32),
    DO_STOP(32, 16);

    private final int bit;
    private final int opposite;

    PacketEvent(int bit, int opposite) {
        this.bit = bit;
        this.opposite = opposite;
    }

    /** The status byte with this event in it. */
    int addTo(int status) {
        return status & ~opposite | bit;
    }
}
