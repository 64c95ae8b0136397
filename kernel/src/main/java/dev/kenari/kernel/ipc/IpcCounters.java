package dev.kenari.kernel.ipc;

import java.util.LinkedHashMap;
import java.util.Map;

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
    private long derived;
    private long takenAway;
    private long refused;

    /** A request of {@code length} bytes was sent. */
    public void called(int length) {
        calls++;
        bytes += length;
    }

    /** A reply of {@code length} bytes arrived. */
    public void replied(int length) {
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

    /** A capability was derived from another. */
    public void derived() {
        derived++;
    }

    /** A capability was taken away, or given back. */
    public void takenAway() {
        takenAway++;
    }

    /** Somebody used what was no capability of theirs. */
    public void refused() {
        refused++;
    }

    /** All counts by name, in the order in which they are to be read. */
    public Map<String, Long> all() {
        Map<String, Long> all = new LinkedHashMap<>();
        all.put("calls by message", calls);
        all.put("bytes copied in messages", bytes);
        all.put("harts handed over", handOvers);
        all.put("calls that waited for a server task", queued);
        all.put("ranges of memory lent", loans);
        all.put("notifications", notifications);
        all.put("domains ended", deaths);
        all.put("calls repeated", retries);
        all.put("capabilities derived", derived);
        all.put("capabilities taken away", takenAway);
        all.put("capabilities refused", refused);
        return all;
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
