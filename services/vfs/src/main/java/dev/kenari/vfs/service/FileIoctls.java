package dev.kenari.vfs.service;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.kernel.ipc.Grant;
import dev.kenari.vfs.file.Client;
import dev.kenari.vfs.file.OpenFileDescription;

/** The ioctl(2) requests that every file knows; the rest goes to the kind of file. */
final class FileIoctls {
    private static final int FIGETBSZ = 2;
    private static final int FIONREAD = 0x541B;
    private static final int FIONBIO = 0x5421;
    private static final int FIONCLEX = 0x5450;
    private static final int FIOCLEX = 0x5451;
    private static final int FIOASYNC = 0x5452;

    private FileIoctls() {}

    static long ioctl(
            VirtualFileSystem vfs,
            Client client,
            OpenFileDescription file,
            int fd,
            int request,
            long argument,
            Grant memory)
            throws Errno {
        switch (request) {
            case FIOCLEX -> client.descriptors().setCloseOnExec(fd, true);
            case FIONCLEX -> client.descriptors().setCloseOnExec(fd, false);
            case FIONBIO -> setFlag(file, Fcntl.O_NONBLOCK, getInt(vfs, memory) != 0);
            case FIOASYNC -> setFlag(file, Fcntl.O_ASYNC, getInt(vfs, memory) != 0);
            case FIGETBSZ -> putInt(vfs, memory, file.stat().attributes().blockSize());
            case FIONREAD -> {
                if (!file.inode().isRegular()) {
                    return file.ioctl(client, request, argument, memory);
                }
                putInt(vfs, memory, (int) (file.stat().attributes().size() - file.position()));
            }
            default -> {
                return file.ioctl(client, request, argument, memory);
            }
        }
        return 0;
    }

    private static void setFlag(OpenFileDescription file, int flag, boolean on) throws Errno {
        file.setFlags(on ? file.flags() | flag : file.flags() & ~flag);
    }

    private static int getInt(VirtualFileSystem vfs, Grant memory) throws Errno {
        byte[] bytes = new byte[Integer.BYTES];
        vfs.kernel().granted().read(memory, 0, bytes, 0, bytes.length);
        return bytes[0] & 0xFF | (bytes[1] & 0xFF) << 8 | (bytes[2] & 0xFF) << 16 | bytes[3] << 24;
    }

    private static void putInt(VirtualFileSystem vfs, Grant memory, int value) throws Errno {
        byte[] bytes = {(byte) value, (byte) (value >>> 8), (byte) (value >>> 16), (byte) (value >>> 24)};
        vfs.kernel().granted().write(memory, 0, bytes, 0, bytes.length);
    }
}
