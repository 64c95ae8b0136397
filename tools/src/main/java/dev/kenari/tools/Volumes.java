package dev.kenari.tools;

import dev.kenari.designs.Volume;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads {@code -v SOURCE:TARGET[:ro]}. */
final class Volumes {
    private Volumes() {}

    static List<Volume> parse(List<String> texts) {
        return texts.stream().map(Volumes::parse).toList();
    }

    private static Volume parse(String text) {
        String[] parts = text.split(":", -1);
        boolean readOnly = parts.length == 3 && parts[2].equals("ro");
        boolean readWrite = parts.length == 2 || parts.length == 3 && parts[2].equals("rw");
        if (!readOnly && !readWrite || parts[0].isEmpty() || !parts[1].startsWith("/") || parts[1].equals("/")) {
            throw new UserError("bad-volume", "'" + text + "': expected SOURCE:TARGET[:ro] with an absolute TARGET");
        }
        Path source = Path.of(parts[0]).toAbsolutePath().normalize();
        if (!Files.exists(source)) {
            throw new UserError("no-such-directory", "volume '" + text + "': " + source + " does not exist on this host");
        }
        if (!Files.isDirectory(source)) {
            throw new UserError("not-a-directory", "volume '" + text + "': " + source + " is no directory");
        }
        return new Volume(source, parts[1], readOnly);
    }
}
