package dev.kenari.image.debian;

import dev.kenari.image.Entry;
import dev.kenari.image.EntryType;
import dev.kenari.image.GuestComputer;
import dev.kenari.image.ImageException;
import dev.kenari.image.Progress;
import dev.kenari.image.archive.TarReader;
import dev.kenari.image.tree.StagedImage;
import dev.kenari.image.tree.TarStore;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Brings unpacked packages to where they work, through their own maintainer scripts and Debian's own dpkg: the image is
 * booted as it is, {@code configure.sh} runs in it, and what has changed comes back as a tar.
 */
final class Configuration {
    private static final String SHARED = "/run/kenari";
    private static final Duration LIMIT = Duration.ofMinutes(30);

    private final GuestComputer computer;
    private final Path shared;

    /** @param shared an empty directory of the host, for the guest to write to */
    Configuration(GuestComputer computer, Path shared) {
        this.computer = computer;
        this.shared = shared;
    }

    /** The script that runs in the image. */
    static String script() {
        try (InputStream in = Configuration.class.getResourceAsStream("configure.sh")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError("the script in the jar is readable", e);
        }
    }

    /**
     * @param triggers a line for each file trigger that unpacking has activated
     * @param epochNanos the guest's time when it starts, later than that of any file
     */
    void apply(
            TarStore store, List<UnpackedPackage> packages, String triggers, long epochNanos, Progress progress)
            throws ImageException {
        try {
            Files.writeString(shared.resolve("configure.sh"), script());
            Files.writeString(shared.resolve("preinst"), preinsts(packages));
            Files.writeString(shared.resolve("triggers"), triggers);
            String epoch = Long.toString(epochNanos / 1_000_000_000L);
            ConfigurationProgress output = new ConfigurationProgress(packages.size(), progress);
            int status = computer.run(
                    store.staged(), List.of("sh", "configure.sh", epoch), shared, SHARED, output, LIMIT);
            if (status != 0) {
                throw failure(status);
            }
            output.finish();
            merge(store.image());
        } catch (IOException e) {
            throw new ImageException("cannot-write-cache", "cannot use " + shared + ": " + e, e);
        }
    }

    private static String preinsts(List<UnpackedPackage> packages) {
        StringBuilder lines = new StringBuilder();
        for (UnpackedPackage unpacked : packages) {
            if (unpacked.control().containsKey("preinst")) {
                lines.append(unpacked.name()).append(' ').append(unpacked.databaseName()).append('\n');
            }
        }
        return lines.toString();
    }

    private void merge(StagedImage image) throws IOException, ImageException {
        Map<String, EntryType> names = new HashMap<>();
        for (String line : text("names").split("\0")) {
            EntryType type = line.startsWith("./", 1) ? type(line.charAt(0)) : null;
            if (type != null) {
                names.put(line.substring(2), type);
            }
        }
        names.remove(SHARED);
        image.retain((path, type) -> names.get(path) == type);
        try (InputStream in = new BufferedInputStream(fromGuest("changes"), 1 << 16)) {
            TarReader reader = new TarReader(in);
            image.addAll(reader, "changes");
            reader.finish();
        }
        for (Entry entry : image.entries()) {
            names.remove(entry.path());
        }
        if (!names.isEmpty()) {
            throw new ImageException("configure-failed", "the image lacks " + names.keySet().iterator().next());
        }
    }

    private String text(String name) throws IOException {
        try (InputStream in = fromGuest(name)) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    /** A file that the guest wrote; a symbolic link in its place could lead to any file of the host. */
    private InputStream fromGuest(String name) throws IOException {
        return Files.newInputStream(shared.resolve(name), LinkOption.NOFOLLOW_LINKS);
    }

    /** Null for what is not kept: sockets. */
    private static EntryType type(char letter) {
        return switch (letter) {
            case 'f' -> EntryType.FILE;
            case 'd' -> EntryType.DIRECTORY;
            case 'l' -> EntryType.SYMLINK;
            case 'c' -> EntryType.CHARACTER_DEVICE;
            case 'b' -> EntryType.BLOCK_DEVICE;
            case 'p' -> EntryType.FIFO;
            default -> null;
        };
    }

    /** One line of the scripts' output that says what went wrong: dpkg's verdict and what was said before it. */
    private ImageException failure(int status) throws IOException {
        List<String> lines = Files.exists(shared.resolve("log")) ? text("log").lines().toList() : List.of();
        String why = "exit code " + status;
        String before = "";
        for (String line : lines) {
            if (line.startsWith("dpkg: error processing ")) {
                why = line.substring("dpkg: ".length()) + " " + before;
                break;
            }
            before = line;
        }
        return new ImageException("configure-failed", "a package's own script fails in Kenari: " + why.strip());
    }
}
