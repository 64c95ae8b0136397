package dev.kenari.abi;

/** Requests of ioctl(2) that many kinds of file know (asm-generic/ioctls.h). */
public final class Ioctl {
    public static final int FIONREAD = 0x541B;
    public static final int FIONBIO = 0x5421;
    public static final int FIONCLEX = 0x5450;
    public static final int FIOCLEX = 0x5451;
    public static final int FIOASYNC = 0x5452;
    public static final int TIOCOUTQ = 0x5411;

    private Ioctl() {}
}
