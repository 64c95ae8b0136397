package dev.kenari.image.debian;

import dev.kenari.image.EntryType;
import dev.kenari.image.ImageException;
import dev.kenari.image.tree.Attributes;
import dev.kenari.image.tree.Inode;
import dev.kenari.image.tree.StagedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The effects of maintainer scripts from a list in the resource {@code effects} (which explains its own syntax), and
 * the update-alternatives calls that the scripts show. What is not listed is not done: byte-compiled Python modules,
 * systemd's and sysvinit's links.
 */
public final class DeclaredEffects implements Configurator {
    private final String text;

    private DeclaredEffects(String text) {
        this.text = text;
    }

    /** The list that ships with Kenari. */
    public static DeclaredEffects ofKenari() {
        try (InputStream in = DeclaredEffects.class.getResourceAsStream("effects")) {
            return new DeclaredEffects(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError("the list in the jar is readable", e);
        }
    }

    @Override
    public String fingerprint() {
        return text;
    }

    @Override
    public void configure(StagedImage image, List<UnpackedPackage> packages) throws ImageException {
        Set<String> names = packages.stream().map(UnpackedPackage::name).collect(Collectors.toSet());
        long mtime = image.entries().stream()
                .mapToLong(entry -> entry.mtimeNanos())
                .max()
                .orElse(0);
        Effects effects = new Effects(image, mtime);
        boolean applies = false;
        List<String> lines = text.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
        for (int i = 0; i < lines.size(); ) {
            String[] words = lines.get(i++).split(" ");
            List<String> body = new ArrayList<>();
            while (i < lines.size() && lines.get(i).startsWith("|")) {
                String line = lines.get(i++);
                body.add(line.length() > 2 ? line.substring(2) : "");
            }
            if (words[0].equals("package")) {
                applies = words[1].equals("*") || names.contains(words[1]);
            } else if (applies) {
                effects.apply(words, body);
            }
        }
        Alternatives alternatives = new Alternatives();
        packages.forEach(unpacked -> alternatives.scan(unpacked.text("postinst")));
        alternatives.apply(image, mtime);
    }

    /** The commands of the list. */
    private record Effects(StagedImage image, long mtime) {
        void apply(String[] words, List<String> body) throws ImageException {
            switch (words[0]) {
                case "directory" -> {
                    if (isFree(words[3])) {
                        image.directory(words[3], attributes(words));
                    }
                }
                case "touch" -> {
                    byte[] existing = image.read(words[3]);
                    image.file(words[3], attributes(words), existing == null ? new byte[0] : existing);
                }
                case "text" -> {
                    if (isFree(words[3])) {
                        image.file(words[3], attributes(words), utf8(String.join("\n", body) + "\n"));
                    }
                }
                case "copy" -> {
                    Inode from = image.find(words[1]);
                    if (from != null && isFree(words[2])) {
                        image.file(words[2], from.attributes(), image.read(words[1]));
                    }
                }
                case "link" -> link(words[1], words[2]);
                case "template" -> template(words[1], words[2], body);
                case "shadow" -> shadow();
                case "shells" -> Shells.update(image, mtime);
                case "libraries" -> LoaderCache.update(image, mtime);
                default -> throw new AssertionError("the effects list has an unknown command " + words[0]);
            }
        }

        private boolean isFree(String path) throws ImageException {
            return image.findNoFollow(path) == null;
        }

        private Attributes attributes(String[] words) {
            String[] owner = words[2].split(":");
            return new Attributes(
                    Integer.parseInt(words[1], 8), Integer.parseInt(owner[0]), Integer.parseInt(owner[1]), mtime);
        }

        private void link(String target, String path) throws ImageException {
            Inode existing = image.findNoFollow(path);
            if (existing == null || existing.type() != EntryType.DIRECTORY || image.isEmptyDirectory(path)) {
                image.symlink(path, Attributes.ofRoot(0777, mtime), target);
            }
        }

        private void template(String from, String path, List<String> body) throws ImageException {
            byte[] source = image.read(from);
            if (source == null || !isFree(path)) {
                return;
            }
            Map<String, String> values = new HashMap<>();
            for (String line : body) {
                int equals = line.indexOf('=');
                values.put(line.substring(0, equals), line.substring(equals + 1));
            }
            StringBuilder text = new StringBuilder();
            for (String line : new String(source, StandardCharsets.UTF_8).split("\n")) {
                text.append(line.startsWith("$") ? values.getOrDefault(line.substring(1), "") : line);
                text.append('\n');
            }
            image.file(path, Attributes.ofRoot(0644, mtime), utf8(text.toString()));
        }

        /** Passwords move to files that only root and group shadow (42) read; every account stays locked. */
        private void shadow() throws ImageException {
            long day = mtime / 1_000_000_000L / 86_400;
            split("/etc/passwd", "/etc/shadow", name -> name + ":*:" + day + ":0:99999:7:::");
            split("/etc/group", "/etc/gshadow", name -> name + ":*::");
        }

        private void split(String open, String secret, java.util.function.UnaryOperator<String> entry)
                throws ImageException {
            byte[] source = image.read(open);
            if (source == null || !isFree(secret)) {
                return;
            }
            StringBuilder visible = new StringBuilder();
            StringBuilder hidden = new StringBuilder();
            for (String line : new String(source, StandardCharsets.UTF_8).split("\n")) {
                String[] fields = line.split(":", 3);
                if (fields.length == 3) {
                    visible.append(fields[0]).append(":x:").append(fields[2]).append('\n');
                    hidden.append(entry.apply(fields[0])).append('\n');
                }
            }
            image.file(open, Attributes.ofRoot(0644, mtime), utf8(visible.toString()));
            image.file(secret, new Attributes(0640, 0, 42, mtime), utf8(hidden.toString()));
        }

        private static byte[] utf8(String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }
}
