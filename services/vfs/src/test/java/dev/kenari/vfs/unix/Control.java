package dev.kenari.vfs.unix;

import dev.kenari.abi.Sockets;
import dev.kenari.abi.Words;

/** Control messages for tests, laid out as cmsg(3) says. */
final class Control {
    private Control() {}

    /** SCM_RIGHTS. */
    static byte[] rights(int... fds) {
        byte[] control = header(4 * fds.length, Sockets.SCM_RIGHTS);
        for (int i = 0; i < fds.length; i++) {
            Words.putInt(control, 16 + 4 * i, fds[i]);
        }
        return control;
    }

    /** SCM_CREDENTIALS. */
    static byte[] credentials(int process, int uid, int gid) {
        byte[] control = header(12, Sockets.SCM_CREDENTIALS);
        Words.putInt(control, 16, process);
        Words.putInt(control, 20, uid);
        Words.putInt(control, 24, gid);
        return control;
    }

    private static byte[] header(int payload, int type) {
        byte[] control = new byte[16 + (payload + 7 & ~7)];
        Words.putLong(control, 0, 16 + payload);
        Words.putInt(control, 8, Sockets.SOL_SOCKET);
        Words.putInt(control, 12, type);
        return control;
    }

    /** The descriptors of the SCM_RIGHTS message that starts at {@code at}. */
    static int[] rights(byte[] control, int at) {
        int count = (int) (Words.getLong(control, at) - 16) / 4;
        int[] fds = new int[count];
        for (int i = 0; i < count; i++) {
            fds[i] = Words.getInt(control, at + 16 + 4 * i);
        }
        return fds;
    }

    static byte[] address(String name) {
        return new UnixAddress(name).bytes();
    }
}
