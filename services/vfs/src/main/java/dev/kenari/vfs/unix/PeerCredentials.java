package dev.kenari.vfs.unix;

import dev.kenari.abi.Words;
import dev.kenari.vfs.Credentials;
import dev.kenari.vfs.file.Client;

/** Who is at the other end (SO_PEERCRED), or sent a message (SCM_CREDENTIALS). */
record PeerCredentials(int process, int uid, int gid) {
    static final int BYTES = 12;
    private static final int OVERFLOW_ID = 65534;
    /** Of a message that was sent when nobody wanted to know. */
    static final PeerCredentials UNKNOWN = new PeerCredentials(0, OVERFLOW_ID, OVERFLOW_ID);
    /** Of a socket that never was connected. */
    static final PeerCredentials NOBODY = new PeerCredentials(0, -1, -1);

    static PeerCredentials effective(Client client) {
        Credentials c = client.credentials();
        return new PeerCredentials(client.process(), c.uid(), c.gid());
    }

    static PeerCredentials real(Client client) {
        Credentials c = client.credentials();
        return new PeerCredentials(client.process(), c.realUid(), c.realGid());
    }

    static PeerCredentials read(byte[] bytes, int offset) {
        return new PeerCredentials(
                Words.getInt(bytes, offset), Words.getInt(bytes, offset + 4), Words.getInt(bytes, offset + 8));
    }

    /** As a struct ucred. */
    byte[] bytes() {
        byte[] bytes = new byte[BYTES];
        Words.putInt(bytes, 0, process);
        Words.putInt(bytes, 4, uid);
        Words.putInt(bytes, 8, gid);
        return bytes;
    }
}
