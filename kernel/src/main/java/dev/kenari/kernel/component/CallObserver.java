package dev.kenari.kernel.component;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.task.Task;

/** Hears of each call between components once it has ended. Under the kernel lock; must not block. */
@FunctionalInterface
public interface CallObserver {
    /** Of {@code sent} and {@code received}: nothing travelled, it was a direct call. */
    int DIRECT = -1;

    /**
     * @param client whose call it was
     * @param server name of the component that was called
     * @param sent bytes of the request
     * @param received bytes of the reply
     * @param nanos from call to reply
     * @param error what was thrown; null if nothing
     */
    void called(Task client, String server, String method, int sent, int received, long nanos, Errno error);
}
