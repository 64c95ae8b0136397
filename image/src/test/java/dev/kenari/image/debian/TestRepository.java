package dev.kenari.image.debian;

import com.sun.net.httpserver.HttpServer;
import dev.kenari.image.archive.Archives;
import dev.kenari.image.archive.Sha256Stream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A small Debian archive served on this machine's loopback, signed by a throwaway key. */
public final class TestRepository implements AutoCloseable {
    private static final String LISTS = "/debian/dists/trixie/";

    /** Files by path, for tests to damage. */
    public final Map<String, byte[]> files = new ConcurrentHashMap<>();

    /** Fields of the Release file, for tests to change before {@link #publish}. */
    public final Map<String, String> release = new LinkedHashMap<>(Map.of(
            "Origin", "Debian", "Label", "Debian", "Suite", "stable", "Codename", "trixie", "Acquire-By-Hash", "yes"));

    /** How many requests came. */
    public final AtomicInteger requests = new AtomicInteger();

    private final SigningKey key;
    private final List<String> stanzas = new ArrayList<>();
    private final HttpServer server;

    public TestRepository() {
        this(new SigningKey(Instant.now().minusSeconds(3600), 0));
    }

    TestRepository(SigningKey key) {
        this.key = key;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            byte[] file = files.get(exchange.getRequestURI().getPath());
            exchange.sendResponseHeaders(file == null ? 404 : 200, file == null || file.length == 0 ? -1 : file.length);
            try (OutputStream out = exchange.getResponseBody()) {
                if (file != null && file.length > 0) {
                    out.write(file);
                }
            }
        });
        server.start();
    }

    /** Everything that each image needs, as tiny packages. */
    public TestRepository withBase() {
        add("base-files", "Essential: yes", List.of(
                Archives.directory("."),
                Archives.directory("./usr"),
                Archives.directory("./usr/bin"),
                Archives.symlink("./bin", "usr/bin"),
                Archives.directory("./etc"),
                Archives.file("./etc/debian_version", 0644, "13\n"),
                Archives.directory("./usr/share/base-passwd"),
                Archives.file("./usr/share/base-passwd/passwd.master", 0644, "root:*:0:0:root:/root:/bin/bash\n")), "");
        add("base-passwd", "", List.of(), Map.of("preinst", "#!/bin/sh\n"));
        for (String name : List.of("mount", "kmod", "procps")) {
            add(name, "", List.of(Archives.file("./usr/bin/" + name, 04755, name)), "");
        }
        add("busybox", "", List.of(Archives.file("./bin/busybox", 0755, "through a link")), "");
        add("mawk", "Depends: base-passwd", List.of(Archives.file("./usr/bin/mawk", 0755, "mawk")), "#!/bin/sh\n");
        return this;
    }

    /** Adds a package and returns its path on the server. */
    public String add(String name, String fields, List<Archives.Member> data, String postinst) {
        return add(name, fields, data, postinst.isEmpty() ? Map.of() : Map.of("postinst", postinst));
    }

    /** Adds a package with these control files. */
    public String add(String name, String fields, List<Archives.Member> data, Map<String, String> scripts) {
        String control = "Package: %s%nVersion: 1%nArchitecture: riscv64%nDescription: test%n more%n%s"
                .formatted(name, fields.isEmpty() ? "" : fields + "\n");
        List<Archives.Member> controlFiles = new ArrayList<>(List.of(Archives.file("./control", 0644, control)));
        scripts.forEach((script, text) -> controlFiles.add(Archives.file("./" + script, 0755, text)));
        Map<String, byte[]> members = new LinkedHashMap<>();
        members.put("debian-binary", "2.0\n".getBytes(StandardCharsets.US_ASCII));
        members.put("control.tar.xz", Archives.xz(Archives.tar(controlFiles)));
        members.put("data.tar.xz", Archives.xz(Archives.tar(data)));
        byte[] deb = Archives.ar(members);
        return add(name, control, deb);
    }

    /** Adds a package, whatever {@code deb} is, and returns its path on the server. */
    String add(String name, String control, byte[] deb) {
        String path = "pool/main/" + name + "_1_riscv64.deb";
        files.put("/debian/" + path, deb);
        stanzas.add("%sFilename: %s%nSize: %d%nSHA256: %s%n".formatted(control, path, deb.length, sha256(deb)));
        return "/debian/" + path;
    }

    /** Writes the indexes and signs them. */
    public TestRepository publish() {
        byte[] packages = Archives.xz(String.join("\n", stanzas).getBytes(StandardCharsets.UTF_8));
        files.put(LISTS + "main/binary-riscv64/by-hash/SHA256/" + sha256(packages), packages);
        StringBuilder text = new StringBuilder();
        release.forEach((name, value) -> text.append(name).append(": ").append(value).append('\n'));
        text.append("SHA256:\n ").append(sha256(packages)).append(' ').append(packages.length);
        text.append(" main/binary-riscv64/Packages.xz\n");
        files.put(LISTS + "InRelease", key.clearSign(text.toString()));
        return this;
    }

    public byte[] inRelease() {
        return files.get(LISTS + "InRelease");
    }

    public void replaceInRelease(byte[] content) {
        files.put(LISTS + "InRelease", content);
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/debian";
    }

    public Keyring keyring() {
        return key.keyring();
    }

    private static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(Sha256Stream.sha256().digest(bytes));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
