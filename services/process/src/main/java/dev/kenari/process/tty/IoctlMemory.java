package dev.kenari.process.tty;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Words;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.ipc.Grant;

/** The structure that an ioctl(2)'s argument points to. EFAULT. */
record IoctlMemory(Kernel kernel, Grant grant) {
    byte[] get(int length) throws Errno {
        byte[] bytes = new byte[length];
        kernel.granted().read(grant, 0, bytes, 0, length);
        return bytes;
    }

    void put(byte[] bytes, int length) throws Errno {
        kernel.granted().write(grant, 0, bytes, 0, length);
    }

    int getInt() throws Errno {
        return Words.getInt(get(Integer.BYTES), 0);
    }

    void putInt(int value) throws Errno {
        put(Words.ofInt(value), Integer.BYTES);
    }
}
