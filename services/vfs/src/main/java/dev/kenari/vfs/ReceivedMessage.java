package dev.kenari.vfs;

/**
 * What recvmsg(2) got besides the bytes.
 *
 * @param length of the message or of what was copied: the call's result
 * @param flags {@code msg_flags}
 * @param address of the sender in sockaddr form; empty if it has none
 * @param control control messages in cmsg(3) form
 */
public record ReceivedMessage(long length, int flags, byte[] address, byte[] control) {}
