package dev.kenari.tools;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import picocli.CommandLine.ParseResult;

/** {@code kenari service}: the services of a running system that live in domains. */
final class ServiceCommand extends Command {
    private static final String CLASS = ".class";

    ServiceCommand() {
        super(
                "service",
                "service COMMAND [FLAG]... [ARGUMENT]...",
                "Lists, restarts and updates the services of a running system, booted with --design micro or hybrid.");
        add(new Request("ls", "ls", "Lists the services in domains.", 0) {
            @Override
            void write(List<String> operands, DataOutputStream out) throws IOException {
                out.writeUTF(ControlSocket.LIST);
            }
        });
        add(new Request("restart", "restart NAME", "Ends a service as if it had failed; the next instance takes over.", 1) {
            @Override
            void write(List<String> operands, DataOutputStream out) throws IOException {
                out.writeUTF(ControlSocket.RESTART);
                out.writeUTF(operands.getFirst());
            }
        });
        add(new Request(
                "update", "update NAME FILE", "Replaces a service by the version whose classes are in FILE, a jar; no request is lost.", 2) {
            @Override
            void write(List<String> operands, DataOutputStream out) throws IOException {
                Map<String, byte[]> classes = classes(Path.of(operands.get(1)));
                out.writeUTF(ControlSocket.UPDATE);
                out.writeUTF(operands.getFirst());
                out.writeInt(classes.size());
                for (Map.Entry<String, byte[]> type : classes.entrySet()) {
                    out.writeUTF(type.getKey());
                    out.writeInt(type.getValue().length);
                    out.write(type.getValue());
                }
            }
        });
    }

    @Override
    int execute(ParseResult given) {
        throw usage("service ls, restart or update");
    }

    /** Class files by binary name. */
    private static Map<String, byte[]> classes(Path file) {
        Map<String, byte[]> classes = new TreeMap<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                String name = entry.getName();
                if (name.endsWith(CLASS) && !name.endsWith("module-info.class")) {
                    classes.put(
                            name.substring(0, name.length() - CLASS.length()).replace('/', '.'),
                            zip.getInputStream(entry).readAllBytes());
                }
            }
        } catch (IOException e) {
            throw new UserError("bad-jar", file + ": " + e.getMessage());
        }
        if (classes.isEmpty()) {
            throw new UserError("bad-jar", file + " holds no classes");
        }
        return classes;
    }

    /** One of its commands: one request to the system. */
    private abstract static class Request extends Command {
        private final int arity;

        Request(String name, String synopsis, String description, int arity) {
            super(name, "service " + synopsis, description);
            this.arity = arity;
            add(value("PID", "Of which process, where more than one runs.", "--pid"));
            addOperands();
        }

        abstract void write(List<String> operands, DataOutputStream out) throws IOException;

        @Override
        int execute(ParseResult given) {
            List<String> operands = operands(given);
            if (operands.size() != arity) {
                throw usage("service " + spec().name() + " takes " + arity + " arguments");
            }
            try (SocketChannel channel = connect(given.matchedOptionValue("--pid", null))) {
                DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel)));
                write(operands, out);
                out.flush();
                DataInputStream in = new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel)));
                boolean done = in.readBoolean();
                String text = in.readUTF();
                if (!done) {
                    throw new UserError("service", operands.getFirst() + ": " + text);
                }
                if (!text.isEmpty()) {
                    System.out.println(text);
                }
                return 0;
            } catch (IOException e) {
                throw new UserError("service", "the system went away: " + e.getMessage());
            }
        }

        /** To the only system that runs, or that of process {@code pid}. */
        private static SocketChannel connect(String pid) throws IOException {
            SocketChannel found = null;
            for (Path path : sockets()) {
                if (pid != null && !path.endsWith(pid)) {
                    continue;
                }
                try {
                    SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path));
                    if (found != null) {
                        channel.close();
                        found.close();
                        throw new UserError("service", "more than one system runs: say which with --pid");
                    }
                    found = channel;
                } catch (IOException e) {
                    // Its process is gone.
                    Files.deleteIfExists(path);
                }
            }
            if (found == null) {
                throw new UserError("service", "no system with services in domains runs: start one with --design micro");
            }
            return found;
        }

        private static List<Path> sockets() throws IOException {
            Path directory = ControlSocket.directory();
            if (!Files.isDirectory(directory)) {
                return List.of();
            }
            try (Stream<Path> paths = Files.list(directory)) {
                return paths.sorted().toList();
            }
        }
    }
}
