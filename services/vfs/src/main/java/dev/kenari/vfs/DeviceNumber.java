package dev.kenari.vfs;

/** A device's major and minor number in the form that stat(2) has them in (makedev(3)). */
public final class DeviceNumber {
    private DeviceNumber() {}

    public static long of(int major, int minor) {
        return minor & 0xFFL | (major & 0xFFFL) << 8 | (minor & 0xFFF00L) << 12;
    }

    public static int major(long device) {
        return (int) (device >>> 8 & 0xFFF);
    }

    public static int minor(long device) {
        return (int) (device & 0xFF | device >>> 12 & 0xFFF00);
    }
}
