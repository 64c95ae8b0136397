package dev.kenari.process.signal;

import dev.kenari.abi.Signal;
import dev.kenari.process.SigInfo;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * The signals pending for a thread or a process. A standard signal is pending once, however often it is sent; real-time ones
 * queue (signal(7)).
 */
final class SignalQueue {
    private record Entry(SigInfo info, SignalSource source) {}

    private final List<Entry> entries = new ArrayList<>(2);
    private long set;

    /** The pending signals. */
    long set() {
        return set;
    }

    int size() {
        return entries.size();
    }

    /** Whether one more of this signal would change anything. */
    boolean accepts(int signal) {
        return signal >= Signal.RTMIN || (set & Signal.bit(signal)) == 0;
    }

    void add(SigInfo info, SignalSource source) {
        entries.add(new Entry(info, source));
        set |= Signal.bit(info.signal());
    }

    /** Removes and returns the next of {@code wanted}: what an instruction caused first, then by number; null if none is there. */
    SigInfo take(long wanted) {
        long candidates = set & wanted;
        if (candidates == 0) {
            return null;
        }
        long first = (candidates & DefaultAction.SYNCHRONOUS) != 0 ? candidates & DefaultAction.SYNCHRONOUS : candidates;
        int signal = Long.numberOfTrailingZeros(first) + 1;
        Entry found = null;
        boolean more = false;
        for (Iterator<Entry> all = entries.iterator(); all.hasNext(); ) {
            Entry entry = all.next();
            if (entry.info.signal() == signal) {
                if (found == null) {
                    found = entry;
                    all.remove();
                } else {
                    more = true;
                }
            }
        }
        if (!more) {
            set &= ~Signal.bit(signal);
        }
        return found.source == null ? found.info : found.source.taken(found.info);
    }

    /** Forgets the pending signals of {@code unwanted}. */
    void flush(long unwanted) {
        if ((set & unwanted) == 0) {
            return;
        }
        set &= ~unwanted;
        List<Entry> gone = new ArrayList<>();
        for (Entry entry : entries) {
            if ((Signal.bit(entry.info.signal()) & unwanted) != 0) {
                gone.add(entry);
            }
        }
        entries.removeAll(gone);
        for (Entry entry : gone) {
            if (entry.source != null) {
                entry.source.dropped();
            }
        }
    }

    /** Forgets what {@code source} has sent. */
    void remove(SignalSource source) {
        entries.removeIf(entry -> entry.source == source);
        set = 0;
        for (Entry entry : entries) {
            set |= Signal.bit(entry.info.signal());
        }
    }
}
