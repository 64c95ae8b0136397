package dev.kenari.abi;

/** Requests of ioctl_tty(2) (asm-generic/ioctls.h) and the lengths of what their arguments point to. */
public final class TtyIoctl {
    public static final int TCGETS = 0x5401;
    public static final int TCSETS = 0x5402;
    public static final int TCSETSW = 0x5403;
    public static final int TCSETSF = 0x5404;
    public static final int TCGETA = 0x5405;
    public static final int TCSETA = 0x5406;
    public static final int TCSETAW = 0x5407;
    public static final int TCSETAF = 0x5408;
    public static final int TCSBRK = 0x5409;
    public static final int TCXONC = 0x540A;
    public static final int TCFLSH = 0x540B;
    public static final int TIOCEXCL = 0x540C;
    public static final int TIOCNXCL = 0x540D;
    public static final int TIOCSCTTY = 0x540E;
    public static final int TIOCGPGRP = 0x540F;
    public static final int TIOCSPGRP = 0x5410;
    public static final int TIOCOUTQ = 0x5411;
    public static final int TIOCSTI = 0x5412;
    public static final int TIOCGWINSZ = 0x5413;
    public static final int TIOCSWINSZ = 0x5414;
    public static final int TIOCINQ = 0x541B;
    public static final int TIOCPKT = 0x5420;
    public static final int TIOCNOTTY = 0x5422;
    public static final int TIOCSETD = 0x5423;
    public static final int TIOCGETD = 0x5424;
    public static final int TCSBRKP = 0x5425;
    public static final int TIOCSBRK = 0x5427;
    public static final int TIOCCBRK = 0x5428;
    public static final int TIOCGSID = 0x5429;
    public static final int TIOCVHANGUP = 0x5437;
    public static final int TCGETS2 = 0x802C_542A;
    public static final int TCSETS2 = 0x402C_542B;
    public static final int TCSETSW2 = 0x402C_542C;
    public static final int TCSETSF2 = 0x402C_542D;
    public static final int TIOCGPTN = 0x8004_5430;
    public static final int TIOCSPTLCK = 0x4004_5431;
    public static final int TIOCGDEV = 0x8004_5432;
    public static final int TIOCSIG = 0x4004_5436;
    public static final int TIOCGPKT = 0x8004_5438;
    public static final int TIOCGPTLCK = 0x8004_5439;
    public static final int TIOCGEXCL = 0x8004_5440;
    public static final int TIOCGPTPEER = 0x5441;

    /** Arguments of {@link #TCXONC}. */
    public static final int TCOOFF = 0;

    public static final int TCOON = 1;
    public static final int TCIOFF = 2;
    public static final int TCION = 3;
    /** Arguments of {@link #TCFLSH}. */
    public static final int TCIFLUSH = 0;

    public static final int TCOFLUSH = 1;
    public static final int TCIOFLUSH = 2;

    /** Bytes of the kernel's {@code struct termios}, of {@code struct termios2}, of {@code struct termio}. */
    public static final int TERMIOS_BYTES = 36;

    public static final int TERMIOS2_BYTES = 44;
    public static final int TERMIO_BYTES = 18;
    public static final int WINSIZE_BYTES = 8;

    private static final int LENGTH_SHIFT = 16;
    private static final int LENGTH_MASK = 0x3FFF;

    private TtyIoctl() {}

    /** How many bytes the request's argument points to; 0 if it is a number or the request is none of a terminal's. */
    public static int length(int request) {
        return switch (request) {
            case TCGETS, TCSETS, TCSETSW, TCSETSF -> TERMIOS_BYTES;
            case TCGETA, TCSETA, TCSETAW, TCSETAF -> TERMIO_BYTES;
            case TIOCGWINSZ, TIOCSWINSZ -> WINSIZE_BYTES;
            case TIOCGPGRP, TIOCSPGRP, TIOCOUTQ, TIOCINQ, TIOCPKT, TIOCSETD, TIOCGETD, TIOCGSID -> Integer.BYTES;
            case TIOCSTI -> 1;
            case TIOCSIG -> 0;
            default -> request >>> LENGTH_SHIFT & LENGTH_MASK;
        };
    }
}
