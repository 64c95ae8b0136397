package dev.kenari.vfs.unix;

import dev.kenari.abi.Capability;
import dev.kenari.abi.Errno;
import dev.kenari.abi.Sockets;
import dev.kenari.abi.Words;
import dev.kenari.vfs.Credentials;
import dev.kenari.vfs.file.Client;
import dev.kenari.vfs.file.OpenFileDescription;
import java.util.ArrayList;
import java.util.List;

/**
 * What travels with a message (unix(7), "Ancillary messages").
 *
 * @param credentials null if neither side asked for them
 * @param files each with one reference; the list is emptied when they are handed over
 */
record Ancillary(PeerCredentials credentials, List<OpenFileDescription> files) {
    private static final int HEADER = 16;
    static final Ancillary NONE = new Ancillary(null, List.of());

    /** Parses the control messages of sendmsg(2). EINVAL, EBADF, EPERM. */
    static Ancillary parse(Client client, byte[] control) throws Errno {
        if (control.length == 0) {
            return NONE;
        }
        PeerCredentials credentials = null;
        List<OpenFileDescription> files = new ArrayList<>();
        try {
            for (int at = 0; control.length - at >= HEADER; ) {
                long length = Words.getLong(control, at);
                if (length < HEADER || length > control.length - at) {
                    throw Errno.EINVAL;
                }
                if (Words.getInt(control, at + 8) == Sockets.SOL_SOCKET) {
                    int payload = (int) length - HEADER;
                    switch (Words.getInt(control, at + 12)) {
                        case Sockets.SCM_RIGHTS -> addFiles(client, control, at + HEADER, payload / 4, files);
                        case Sockets.SCM_CREDENTIALS -> {
                            if (payload != PeerCredentials.BYTES) {
                                throw Errno.EINVAL;
                            }
                            credentials = PeerCredentials.read(control, at + HEADER);
                            checkMayClaim(client, credentials);
                        }
                        default -> throw Errno.EINVAL;
                    }
                }
                at += (int) Math.min(aligned(length), control.length - at);
            }
        } catch (Errno e) {
            files.forEach(OpenFileDescription::release);
            throw e;
        }
        return new Ancillary(credentials, files);
    }

    private static void addFiles(Client client, byte[] control, int at, int count, List<OpenFileDescription> files)
            throws Errno {
        if (files.size() + count > Sockets.SCM_MAX_FD) {
            throw Errno.EINVAL;
        }
        for (int i = 0; i < count; i++) {
            OpenFileDescription file = client.file(Words.getInt(control, at + 4 * i));
            file.retain();
            files.add(file);
        }
    }

    private static void checkMayClaim(Client client, PeerCredentials claimed) throws Errno {
        Credentials own = client.credentials();
        boolean process = claimed.process() == client.process() || client.capable(Capability.SYS_ADMIN);
        boolean uid = claimed.uid() == own.uid()
                || claimed.uid() == own.realUid()
                || client.capable(Capability.SETUID);
        boolean gid = claimed.gid() == own.gid()
                || claimed.gid() == own.realGid()
                || client.capable(Capability.SETGID);
        if (!process || !uid || !gid) {
            throw Errno.EPERM;
        }
    }

    private static long aligned(long length) {
        return length + 7 & ~7L;
    }

    /** The control messages of recvmsg(2), as far as there is room. */
    static final class Writer {
        private final byte[] control;
        private int length;
        private boolean truncated;

        Writer(int room) {
            control = new byte[room];
        }

        byte[] bytes() {
            return java.util.Arrays.copyOf(control, length);
        }

        boolean truncated() {
            return truncated;
        }

        void credentials(PeerCredentials credentials) {
            put(Sockets.SCM_CREDENTIALS, credentials.bytes());
        }

        /**
         * Gives the client descriptors for the files as far as there is room for their numbers and in its table. Takes over all
         * references.
         */
        void files(Client client, List<OpenFileDescription> files, boolean closeOnExec) {
            int room = Math.max(0, (control.length - length - HEADER) / 4);
            byte[] numbers = new byte[4 * Math.min(room, files.size())];
            int count = 0;
            boolean full = false;
            for (OpenFileDescription file : files) {
                if (full || count == room) {
                    file.release();
                    continue;
                }
                try {
                    Words.putInt(numbers, 4 * count, client.install(file, closeOnExec));
                    count++;
                } catch (Errno e) {
                    full = true;
                }
            }
            truncated |= count < files.size();
            if (count > 0) {
                put(Sockets.SCM_RIGHTS, java.util.Arrays.copyOf(numbers, 4 * count));
            }
        }

        private void put(int type, byte[] payload) {
            int room = control.length - length;
            if (room < HEADER) {
                truncated = true;
                return;
            }
            int size = Math.min(HEADER + payload.length, room);
            truncated |= size < HEADER + payload.length;
            Words.putLong(control, length, size);
            Words.putInt(control, length + 8, Sockets.SOL_SOCKET);
            Words.putInt(control, length + 12, type);
            System.arraycopy(payload, 0, control, length + HEADER, size - HEADER);
            length += (int) Math.min(aligned(size), room);
        }
    }
}
