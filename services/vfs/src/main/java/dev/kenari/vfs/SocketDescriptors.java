package dev.kenari.vfs;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.ipc.Grant;

/**
 * Part of {@link Channels}: sockets. Addresses are in sockaddr form, control messages in cmsg(3) form. What is no socket is ENOTSOCK.
 */
public interface SocketDescriptors {
    /** socket(2). @param type with SOCK_NONBLOCK and SOCK_CLOEXEC */
    int socket(int client, int domain, int type, int protocol) throws Errno;

    /** socketpair(2). */
    int[] socketpair(int client, int domain, int type, int protocol) throws Errno;

    void bind(int client, int fd, byte[] address) throws Errno;

    void listen(int client, int fd, int backlog) throws Errno;

    /** accept4(2). */
    int accept(int client, int fd, int flags) throws Errno;

    void connect(int client, int fd, byte[] address) throws Errno;

    byte[] getsockname(int client, int fd) throws Errno;

    byte[] getpeername(int client, int fd) throws Errno;

    /**
     * sendmsg(2).
     *
     * @param address empty for the connected peer
     * @param control empty for none
     */
    long send(int client, int fd, Grant from, byte[] address, byte[] control, int flags) throws Errno;

    /** recvmsg(2). @param controlLength room for control messages */
    ReceivedMessage receive(int client, int fd, Grant to, int controlLength, int flags) throws Errno;

    void shutdown(int client, int fd, int how) throws Errno;

    /** getsockopt(2): the whole value. */
    byte[] getsockopt(int client, int fd, int level, int name) throws Errno;

    void setsockopt(int client, int fd, int level, int name, byte[] value) throws Errno;
}
