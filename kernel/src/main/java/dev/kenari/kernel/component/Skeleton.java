package dev.kenari.kernel.component;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.ipc.Message;

/** The server's side of a protocol; derived from the protocol's type. */
public interface Skeleton {
    /** Reads the arguments of a request, calls {@code target}, and writes the result. */
    void serve(Object target, Message message) throws Errno;
}
