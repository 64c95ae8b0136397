package dev.kenari.vfs.socket;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.vfs.ReceivedMessage;
import dev.kenari.vfs.file.Client;
import dev.kenari.vfs.file.IoVector;
import dev.kenari.vfs.file.OpenFileDescription;
import dev.kenari.vfs.namespace.Path;

/**
 * A socket of any address family. Addresses are in sockaddr form, as long as the program said; options and control messages as the program
 * lays them out. Methods that wait do so as long as the socket's timeouts allow.
 */
public abstract class Socket extends OpenFileDescription {
    private static final byte[] NONE = new byte[0];

    protected Socket(Path path, int flags) {
        super(path, flags & Fcntl.O_NONBLOCK | Fcntl.O_RDWR);
    }

    /** bind(2). */
    public abstract void bind(Client client, byte[] address) throws Errno;

    /** listen(2). */
    public abstract void listen(Client client, int backlog) throws Errno;

    /** accept(2): a connected socket with one reference. @param flags O_NONBLOCK or 0, for the new socket */
    public abstract Socket accept(Client client, int flags) throws Errno;

    /** connect(2). */
    public abstract void connect(Client client, byte[] address) throws Errno;

    /** getsockname(2). */
    public abstract byte[] localAddress() throws Errno;

    /** getpeername(2). */
    public abstract byte[] peerAddress() throws Errno;

    /**
     * sendmsg(2); returns how many bytes were taken.
     *
     * @param address empty for the connected peer
     * @param control control messages; may be empty
     * @param flags {@code MSG_*}
     */
    public abstract long send(Client client, IoVector from, byte[] address, byte[] control, int flags) throws Errno;

    /**
     * recvmsg(2).
     *
     * @param controlLength room for control messages
     * @param flags {@code MSG_*}
     */
    public abstract ReceivedMessage receive(Client client, IoVector to, int controlLength, int flags) throws Errno;

    /** shutdown(2). */
    public abstract void shutdown(int how) throws Errno;

    /** getsockopt(2): the whole value. */
    public abstract byte[] option(Client client, int level, int name) throws Errno;

    /** setsockopt(2). */
    public abstract void setOption(Client client, int level, int name, byte[] value) throws Errno;

    @Override
    public void read(Client client, IoVector to) throws Errno {
        if (to.remaining() > 0) {
            receive(client, to, 0, 0);
        }
    }

    @Override
    public void write(Client client, IoVector from) throws Errno {
        send(client, from, NONE, NONE, 0);
    }
}
