/**
 * Sockets of the AF_UNIX family (unix(7)). Bytes travel through the receiver's {@link dev.kenari.vfs.unix.Inbox}, charged to the sender
 * until they are received.
 */
package dev.kenari.vfs.unix;
