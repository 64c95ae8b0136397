package dev.kenari.process.procfs;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The host's own proc(5), to compare with. */
final class HostFile {
    private HostFile() {}

    static List<String> lines(String path) throws IOException {
        Path file = Path.of(path);
        assumeTrue(Files.isReadable(file), "skipped: this host has no " + path);
        return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).lines().toList();
    }

    /** What stands before the first colon of each line. */
    static List<String> keys(List<String> lines) {
        return lines.stream().filter(l -> l.contains(":")).map(l -> l.substring(0, l.indexOf(':'))).toList();
    }
}
