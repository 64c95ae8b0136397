package dev.kenari.kernel.component;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.ipc.Endpoint;

/** One interface of a component whose instances come and go, as a channel to it sees it: what a capability to call names. */
interface Served {
    String name();

    Class<?> protocol();

    /** Of the instance of now; sleeps while one is about to come. ENOTCONN if none will. */
    Endpoint endpoint() throws Errno;

    /** Where that instance lives. */
    Instance instance();

    /** How long a client waits for a reply before the instance counts as hung, in nanoseconds; 0 for ever. */
    long replyNanos();

    /** Whether a call that was not answered has somebody to go to. */
    boolean returns();

    /** The last call has been answered: the component ends, and nothing takes its place. */
    void retire();
}
