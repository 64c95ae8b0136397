package dev.kenari.kernel.component;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.ipc.Message;

/** What a stub sends its messages through: one client's way to one component. */
public interface Channel {
    /** An empty request to the protocol's method {@code method}. */
    Message request(int method);

    /**
     * Sends the request that has been written and waits for the reply, which is read from the same message.
     *
     * @return false if the component was replaced before it replied and the call may be repeated: write the request again
     * @throws Errno what the component threw, or why it can't be reached
     */
    boolean call(Message message) throws Errno;
}
