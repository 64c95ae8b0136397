package dev.kenari.tools;

import dev.kenari.designs.ComponentState;
import dev.kenari.designs.RunningSystem;
import dev.kenari.kernel.component.UpdateRefused;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where {@code kenari service} reaches a system that runs: a UNIX socket of the host, named after the process, in a directory that nobody
 * but the user can open. A connection carries one request, a word and what belongs to it, and one answer: whether it was done, and a text.
 */
final class ControlSocket implements AutoCloseable {
    static final String LIST = "ls";
    static final String RESTART = "restart";
    static final String UPDATE = "update";

    private static final String PRIVATE = "rwx------";
    private static final int MOST_CLASSES = 4096;
    private static final int MOST_BYTES = 16 << 20;

    private final RunningSystem system;
    private final Path path;
    private final ServerSocketChannel server;

    private ControlSocket(RunningSystem system, Path path, ServerSocketChannel server) {
        this.system = system;
        this.path = path;
        this.server = server;
    }

    /** {@code $XDG_RUNTIME_DIR/kenari}, or where there is none, a directory of the user's in the host's directory for temporary files. */
    static Path directory() {
        String runtime = System.getenv("XDG_RUNTIME_DIR");
        return runtime != null && !runtime.isEmpty()
                ? Path.of(runtime, "kenari")
                : Path.of(System.getProperty("java.io.tmpdir"), "kenari-" + System.getProperty("user.name"));
    }

    /** Opens the socket of this process in {@code directory}. */
    static ControlSocket open(Path directory, RunningSystem system) throws IOException {
        makePrivate(directory);
        Path path = directory.resolve(Long.toString(ProcessHandle.current().pid()));
        Files.deleteIfExists(path);
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(path));
        } catch (IOException e) {
            server.close();
            throw e;
        }
        ControlSocket socket = new ControlSocket(system, path, server);
        Thread.ofPlatform().daemon().name("kenari-control").start(socket::serve);
        return socket;
    }

    private static void makePrivate(Path directory) throws IOException {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(directory.getParent());
            Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(PRIVATE)));
        }
        PosixFileAttributes found = Files.readAttributes(directory, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!PosixFilePermissions.toString(found.permissions()).equals(PRIVATE)
                || !found.owner().getName().equals(System.getProperty("user.name"))) {
            throw new IOException(directory + " is open to others");
        }
    }

    private void serve() {
        while (true) {
            try (SocketChannel client = server.accept()) {
                answer(client);
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                // A client that went away, or spoke something else: the next one may do better.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void answer(SocketChannel client) throws IOException, InterruptedException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(Channels.newInputStream(client)));
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(client)));
        String refused = null;
        List<String> lines = new ArrayList<>();
        switch (in.readUTF()) {
            case LIST -> list(lines);
            case RESTART -> refused = system.endInstance(in.readUTF(), "restarted by the operator") ? null : "no such service";
            case UPDATE -> refused = update(in.readUTF(), classes(in));
            default -> refused = "unknown request";
        }
        out.writeBoolean(refused == null);
        out.writeUTF(refused == null ? String.join("\n", lines) : refused);
        out.flush();
    }

    private void list(List<String> lines) {
        lines.add("%-24s %-10s %8s %8s".formatted("SERVICE", "STATE", "RESTARTS", "UPDATES"));
        for (ComponentState state : system.components()) {
            lines.add("%-24s %-10s %8d %8d".formatted(
                    state.name(), state.runs() ? "running" : "stopped", state.restarts(), state.updates()));
        }
    }

    /** Null if it was done. */
    private String update(String service, Map<String, byte[]> classes) throws InterruptedException {
        try {
            system.update(service, classes);
            return null;
        } catch (UpdateRefused e) {
            return e.getMessage();
        }
    }

    private static Map<String, byte[]> classes(DataInputStream in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > MOST_CLASSES) {
            throw new IOException("too many classes");
        }
        Map<String, byte[]> classes = new HashMap<>();
        int room = MOST_BYTES;
        for (int i = 0; i < count; i++) {
            String name = in.readUTF();
            int length = in.readInt();
            if (length < 0 || length > room) {
                throw new IOException("too long");
            }
            room -= length;
            classes.put(name, in.readNBytes(length));
        }
        return classes;
    }

    @Override
    public void close() {
        try {
            server.close();
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // What is left is taken for a dead process's, and removed by the next to look.
        }
    }
}
