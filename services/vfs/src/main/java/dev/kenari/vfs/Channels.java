package dev.kenari.vfs;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.component.Protocol;

/**
 * The part of the file service that makes descriptors which belong to no file system, and waits for descriptors of any kind. Clients and
 * descriptors are those of {@link Vfs}.
 */
@Protocol
public interface Channels extends EventDescriptors, Polling, SocketDescriptors, SystemVIpc {
    /** pipe2(2): the descriptor to read from, then the one to write to. */
    int[] pipe(int client, int flags) throws Errno;
}
