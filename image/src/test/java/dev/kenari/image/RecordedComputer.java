package dev.kenari.image;

import dev.kenari.image.archive.Archives;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Answers as a guest that ran configure.sh and changed what the test says; boots nothing. */
final class RecordedComputer implements GuestComputer {
    final List<Archives.Member> changes = new ArrayList<>();
    final Set<String> removed = new HashSet<>();
    final List<String> alsoNamed = new ArrayList<>();
    int status;
    String log = "";
    Path linked;
    int runs;
    String preinsts;
    String triggers;

    @Override
    public int run(
            RootFileSystem root, List<String> command, Path shared, String mountPoint, OutputStream output, Duration limit) {
        Map<String, String> names = new TreeMap<>();
        root.entries().stream()
                .filter(entry -> !removed.contains(entry.path()))
                .forEach(entry -> names.put(entry.path().equals("/") ? "" : entry.path(), letter(entry.type())));
        changes.forEach(member -> names.put(member.header().name().substring(1), letter(member.header().type())));
        StringBuilder list = new StringBuilder();
        names.forEach((path, type) -> list.append(type).append('.').append(path).append('\0'));
        alsoNamed.forEach(line -> list.append(line).append('\0'));
        try {
            runs++;
            triggers = Files.readString(shared.resolve("triggers"));
            preinsts = Files.readString(shared.resolve("preinst"));
            Files.writeString(shared.resolve("log"), log);
            Files.writeString(shared.resolve("names"), list, StandardCharsets.ISO_8859_1);
            if (linked == null) {
                Files.write(shared.resolve("changes"), Archives.tar(changes));
            } else {
                Files.createSymbolicLink(shared.resolve("changes"), linked);
            }
            output.write("processing: configure: mawk\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return status;
    }

    private static String letter(EntryType type) {
        return switch (type) {
            case FILE, HARD_LINK -> "f";
            case DIRECTORY -> "d";
            case SYMLINK -> "l";
            case CHARACTER_DEVICE -> "c";
            case BLOCK_DEVICE -> "b";
            case FIFO -> "p";
        };
    }
}
