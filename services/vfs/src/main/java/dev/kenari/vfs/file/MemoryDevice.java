package dev.kenari.vfs.file;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.Kernel;
import dev.kenari.vfs.DeviceNumber;
import dev.kenari.vfs.MappedFile;
import dev.kenari.vfs.namespace.Path;
import java.util.Arrays;

/** The devices of major number 1 (null(4), full(4), random(4)). */
public final class MemoryDevice extends OpenFileDescription {
    public static final int MAJOR = 1;

    /** The devices and their minor numbers. */
    public enum Kind {
        NULL("null", 3),
        ZERO("zero", 5),
        FULL("full", 7),
        RANDOM("random", 8),
        URANDOM("urandom", 9);

        private final String fileName;
        private final int minor;

        Kind(String fileName, int minor) {
            this.fileName = fileName;
            this.minor = minor;
        }

        public String fileName() {
            return fileName;
        }

        public int minor() {
            return minor;
        }
    }

    private static final int CHUNK = 1 << 16;

    private final Kernel kernel;
    private final Kind kind;

    /** Whether the device is one of these; other minor numbers have a driver, if any. */
    public static boolean is(long device) {
        int minor = DeviceNumber.minor(device);
        return DeviceNumber.major(device) == MAJOR && Arrays.stream(Kind.values()).anyMatch(k -> k.minor == minor);
    }

    /** @throws Errno ENXIO */
    public static MemoryDevice open(Path path, int flags) throws Errno {
        int minor = DeviceNumber.minor(path.inode().rdev());
        for (Kind kind : Kind.values()) {
            if (kind.minor == minor) {
                return new MemoryDevice(path, flags, kind);
            }
        }
        throw Errno.ENXIO;
    }

    private MemoryDevice(Path path, int flags, Kind kind) {
        super(path, flags);
        this.kernel = path.inode().superBlock().kernel();
        this.kind = kind;
    }

    @Override
    public void read(IoVector to) throws Errno {
        switch (kind) {
            case NULL -> {}
            case ZERO, FULL -> to.putZeroes(to.remaining());
            case RANDOM, URANDOM -> {
                while (to.remaining() > 0) {
                    byte[] bytes = kernel.random(to.remaining(CHUNK));
                    to.put(bytes, 0, bytes.length);
                }
            }
        }
    }

    @Override
    public void read(IoVector to, long offset) throws Errno {
        read(to);
    }

    @Override
    public void write(IoVector from) throws Errno {
        if (kind == Kind.FULL) {
            throw Errno.ENOSPC;
        }
        from.skip(from.remaining());
    }

    @Override
    public void write(IoVector from, long offset) throws Errno {
        write(from);
    }

    @Override
    public long seek(long offset, int whence) {
        setPosition(0);
        return 0;
    }

    /** /dev/zero: anonymous memory. */
    @Override
    public MappedFile map(int protection, boolean shared, long offset, long length) throws Errno {
        if (kind != Kind.ZERO) {
            throw Errno.ENODEV;
        }
        return new MappedFile(0, offset, null, inode().superBlock().device(), inode().number(), 7);
    }
}
