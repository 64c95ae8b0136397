package dev.kenari.vfs.unix;

import dev.kenari.abi.Errno;
import dev.kenari.abi.FileMode;
import dev.kenari.kernel.Kernel;
import dev.kenari.vfs.file.Client;
import dev.kenari.vfs.file.OpenFileDescription;
import dev.kenari.vfs.namespace.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** What all AF_UNIX sockets share: the abstract names, and the account of descriptors in flight. */
public final class UnixDomain {
    /** Sockets in flight at a time, so that chains of them can't exhaust the kernel. */
    private static final int MAXIMUM_IN_FLIGHT = 1 << 16;

    private static final int AUTOBIND_NAMES = 1 << 20;

    /** Sockets with a name in the file system. */
    public interface Names {
        /** Makes a socket at {@code path} as mknod(2) would. EEXIST. */
        Path make(Client client, String path, int mode) throws Errno;

        /** The file at {@code path}, which the client may write. */
        Path find(Client client, String path) throws Errno;

        /** A place for a socket without a name. */
        Path anonymous(Client client);
    }

    private final Kernel kernel;
    private final Names names;
    private final Map<String, UnixSocket> abstractNames = new HashMap<>();
    /** Sockets in flight and how often. */
    private final Map<UnixSocket, Integer> inFlight = new HashMap<>();
    private final ArrayDeque<OpenFileDescription> toRelease = new ArrayDeque<>();
    private boolean releasing;
    private int closedSinceCollection;
    private int leftByCollection;
    private int nextAutobind;

    public UnixDomain(Kernel kernel, Names names) {
        this.kernel = kernel;
        this.names = names;
    }

    Kernel kernel() {
        return kernel;
    }

    Names names() {
        return names;
    }

    /** @throws Errno EADDRINUSE */
    void register(String name, UnixSocket socket) throws Errno {
        if (abstractNames.putIfAbsent(name, socket) != null) {
            throw Errno.EADDRINUSE;
        }
    }

    /** Frees the name, unless it is another socket's: an accepted one only shares its listener's. */
    void unregister(String name, UnixSocket socket) {
        abstractNames.remove(name, socket);
    }

    /** A free abstract name of five hexadecimal digits. ENOSPC. */
    UnixAddress autobind(UnixSocket socket) throws Errno {
        for (int tries = 0; tries < AUTOBIND_NAMES; tries++) {
            String name = "\0%05x".formatted(nextAutobind++ % AUTOBIND_NAMES);
            if (abstractNames.putIfAbsent(name, socket) == null) {
                return new UnixAddress(name);
            }
        }
        throw Errno.ENOSPC;
    }

    /** The socket bound to {@code address}. ECONNREFUSED, or what the path lookup says. */
    UnixSocket find(Client client, UnixAddress address) throws Errno {
        if (address.isNone()) {
            throw Errno.EINVAL;
        }
        if (address.isAbstract()) {
            UnixSocket socket = abstractNames.get(address.name());
            if (socket == null) {
                throw Errno.ECONNREFUSED;
            }
            return socket;
        }
        Path path = names.find(client, address.name());
        if (path.inode().type() == FileMode.S_IFSOCK && path.inode().special() instanceof UnixSocket socket) {
            return socket;
        }
        throw Errno.ECONNREFUSED;
    }

    /** The files are now in some socket's inbox. */
    void inFlight(Collection<OpenFileDescription> files) {
        for (OpenFileDescription file : files) {
            if (file instanceof UnixSocket socket) {
                inFlight.merge(socket, 1, Integer::sum);
            }
        }
    }

    /** ETOOMANYREFS if no more sockets may fly. */
    void checkInFlight() throws Errno {
        if (inFlight.size() >= MAXIMUM_IN_FLIGHT) {
            throw Errno.ETOOMANYREFS;
        }
    }

    /** The files left the inbox. */
    void landed(Collection<OpenFileDescription> files) {
        for (OpenFileDescription file : files) {
            if (file instanceof UnixSocket socket) {
                inFlight.computeIfPresent(socket, (s, count) -> count == 1 ? null : count - 1);
            }
        }
    }

    /** Drops a reference, not from within another release: chains of sockets in sockets can be long. */
    void releaseLater(OpenFileDescription file) {
        toRelease.add(file);
        if (!releasing) {
            releasing = true;
            while (!toRelease.isEmpty()) {
                toRelease.removeFirst().release();
            }
            releasing = false;
        }
    }

    /**
     * A socket was closed: those that only sockets in flight can reach may be garbage now. With many in flight only every so many closes, so
     * that a close stays cheap.
     */
    void collectGarbage() {
        closedSinceCollection++;
        if (inFlight.isEmpty() || releasing || closedSinceCollection < leftByCollection / 4) {
            return;
        }
        closedSinceCollection = 0;
        for (UnixSocket garbage : new InFlightGarbage(inFlight).find()) {
            garbage.purge();
        }
        leftByCollection = inFlight.size();
    }
}
