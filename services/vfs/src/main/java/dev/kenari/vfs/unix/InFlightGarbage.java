package dev.kenari.vfs.unix;

import dev.kenari.vfs.file.OpenFileDescription;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds sockets that can be received only from each other: every reference to them is in flight, in an inbox of one of them. Counts
 * references from inside, then marks what can still be reached from outside.
 */
final class InFlightGarbage {
    private final Map<UnixSocket, Integer> inFlight;

    InFlightGarbage(Map<UnixSocket, Integer> inFlight) {
        this.inFlight = inFlight;
    }

    List<UnixSocket> find() {
        Map<UnixSocket, Integer> outside = new HashMap<>();
        inFlight.forEach((socket, count) -> {
            if (socket.references() == count) {
                outside.put(socket, count);
            }
        });
        for (UnixSocket holder : List.copyOf(outside.keySet())) {
            for (UnixSocket held : holder.holds()) {
                outside.computeIfPresent(held, (s, count) -> count - 1);
            }
        }
        Set<UnixSocket> reachable = new HashSet<>();
        ArrayDeque<UnixSocket> toVisit = new ArrayDeque<>();
        outside.forEach((socket, count) -> {
            if (count > 0 && reachable.add(socket)) {
                toVisit.add(socket);
            }
        });
        while (!toVisit.isEmpty()) {
            for (UnixSocket held : toVisit.removeFirst().holds()) {
                if (outside.containsKey(held) && reachable.add(held)) {
                    toVisit.add(held);
                }
            }
        }
        return outside.keySet().stream().filter(s -> !reachable.contains(s)).toList();
    }

    /** The sockets among {@code files}. */
    static void addSockets(List<OpenFileDescription> files, List<UnixSocket> to) {
        for (OpenFileDescription file : files) {
            if (file instanceof UnixSocket socket) {
                to.add(socket);
            }
        }
    }
}
