package dev.kenari.image.debian;

import dev.kenari.image.ImageException;
import dev.kenari.image.tree.Attributes;
import dev.kenari.image.tree.StagedImage;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The files under {@code /var/lib/dpkg} from which dpkg and apt inside the guest know what is installed. */
final class DpkgDatabase {
    private static final String ADMIN = "/var/lib/dpkg/";

    /** Files of a control archive that dpkg keeps elsewhere or not at all. */
    private static final List<String> NOT_KEPT = List.of("control", "list");

    private final StagedImage image;
    private final long mtimeNanos;

    DpkgDatabase(StagedImage image, long mtimeNanos) {
        this.image = image;
        this.mtimeNanos = mtimeNanos;
    }

    /** Adds packages that are unpacked and not configured to what the database has. */
    void add(List<UnpackedPackage> packages) throws ImageException {
        Map<String, UnpackedPackage> sorted = new TreeMap<>();
        packages.forEach(unpacked -> sorted.put(unpacked.name(), unpacked));
        Map<String, StringBuilder> triggers = new TreeMap<>();
        StringBuilder status = new StringBuilder();
        for (UnpackedPackage unpacked : sorted.values()) {
            status.append(stanza(unpacked)).append('\n');
            info(unpacked);
            triggers(unpacked, triggers);
        }
        for (String empty : List.of("available", "diversions", "statoverride", "triggers/Unincorp", "triggers/Lock")) {
            append(empty, "");
        }
        append("status", status.toString());
        file("info/format", "1\n");
        image.directory(ADMIN + "updates", Attributes.ofRoot(0755, mtimeNanos));
        for (Map.Entry<String, StringBuilder> trigger : triggers.entrySet()) {
            append("triggers/" + trigger.getKey(), trigger.getValue().toString());
        }
    }

    /**
     * The file triggers (deb-triggers(5)) of packages that the database has, which files of these packages activate: a
     * line each.
     */
    String activated(List<UnpackedPackage> packages) throws ImageException {
        Set<String> shipped = new HashSet<>();
        for (UnpackedPackage unpacked : packages) {
            for (String path : unpacked.paths()) {
                for (int end = path.length(); end > 0; end = path.lastIndexOf('/', end - 1)) {
                    shipped.add(path.substring(0, end));
                }
            }
        }
        StringBuilder lines = new StringBuilder();
        text("triggers/File").lines().map(line -> line.split(" ")[0]).distinct().filter(shipped::contains).forEach(path ->
                lines.append(path).append('\n'));
        return lines.toString();
    }

    private String stanza(UnpackedPackage unpacked) throws ImageException {
        StringBuilder text = new StringBuilder();
        boolean first = true;
        for (String line : unpacked.text("control").split("\n")) {
            if (!line.isBlank()) {
                text.append(line).append('\n');
            }
            if (first) {
                text.append("Status: install ok unpacked\n");
                first = false;
            }
        }
        StringBuilder conffiles = new StringBuilder();
        for (String path : unpacked.text("conffiles").lines().toList()) {
            byte[] content = path.startsWith("/") ? image.read(path) : null;
            if (content != null) {
                conffiles.append("\n ").append(path).append(' ').append(md5(content));
            }
        }
        if (!conffiles.isEmpty()) {
            text.append("Conffiles:").append(conffiles).append('\n');
        }
        return text.toString();
    }

    private void info(UnpackedPackage unpacked) throws ImageException {
        String base = ADMIN + "info/" + unpacked.databaseName() + ".";
        String list = String.join("\n", unpacked.paths()) + "\n";
        image.file(base + "list", Attributes.ofRoot(0644, mtimeNanos), list.getBytes(StandardCharsets.ISO_8859_1));
        for (Map.Entry<String, byte[]> file : unpacked.control().entrySet()) {
            if (!NOT_KEPT.contains(file.getKey())) {
                boolean script = List.of("preinst", "postinst", "prerm", "postrm", "config")
                        .contains(file.getKey());
                image.file(
                        base + file.getKey(), Attributes.ofRoot(script ? 0755 : 0644, mtimeNanos), file.getValue());
            }
        }
    }

    /** The interests of deb-triggers(5): paths in one file, names in a file each. */
    private static void triggers(UnpackedPackage unpacked, Map<String, StringBuilder> triggers) {
        for (String line : unpacked.text("triggers").lines().toList()) {
            String[] words = line.replaceFirst("#.*", "").strip().split("\\s+");
            if (words.length == 2 && words[0].startsWith("interest")) {
                String interested = unpacked.databaseName() + (words[0].endsWith("-noawait") ? "/noawait" : "");
                if (words[1].startsWith("/")) {
                    triggers.computeIfAbsent("File", name -> new StringBuilder())
                            .append(words[1])
                            .append(' ')
                            .append(interested)
                            .append('\n');
                } else if (words[1].matches("[A-Za-z0-9][A-Za-z0-9+._-]*")) {
                    triggers.computeIfAbsent(words[1], name -> new StringBuilder())
                            .append(interested)
                            .append('\n');
                }
            }
        }
    }

    private String text(String name) throws ImageException {
        byte[] content = image.read(ADMIN + name);
        return content == null ? "" : new String(content, StandardCharsets.UTF_8);
    }

    private void append(String name, String text) throws ImageException {
        file(name, text(name) + text);
    }

    private void file(String name, String text) throws ImageException {
        image.file(ADMIN + name, Attributes.ofRoot(0644, mtimeNanos), text.getBytes(StandardCharsets.UTF_8));
    }

    private static String md5(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has MD5", e);
        }
    }
}
