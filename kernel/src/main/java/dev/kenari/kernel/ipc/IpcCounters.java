package dev.kenari.kernel.ipc;

/** What has happened between components since boot. Guarded by the kernel lock. */
public final class IpcCounters {
    private long calls;
    private long bytes;
    private long handOvers;
    private long queued;
    private long loans;
    private long notifications;
    private long deaths;
    private long retries;

    void called(int length) {
        calls++;
        bytes += length;
    }

    void replied(int length) {
        bytes += length;
    }

    void handedOver() {
        handOvers++;
    }

    void queued() {
        queued++;
    }

    /** Memory was lent {@code count} times. */
    public void lent(int count) {
        loans += count;
    }

    void notified() {
        notifications++;
    }

    /** A component's instance ended. */
    public void died() {
        deaths++;
    }

    /** A call goes to the component's next instance. */
    public void retried() {
        retries++;
    }

    /** Calls sent; as many replies. */
    public long calls() {
        return calls;
    }

    /** Bytes copied in requests and replies. */
    public long bytes() {
        return bytes;
    }

    /** Switches from a client straight to its server, or back. */
    public long handOvers() {
        return handOvers;
    }

    /** Calls that had to wait until a server task was free. */
    public long queuedCalls() {
        return queued;
    }

    /** Ranges of memory lent with requests. */
    public long loans() {
        return loans;
    }

    public long notifications() {
        return notifications;
    }

    public long deaths() {
        return deaths;
    }

    public long retries() {
        return retries;
    }
}
