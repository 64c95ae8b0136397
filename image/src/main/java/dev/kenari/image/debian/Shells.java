package dev.kenari.image.debian;

import dev.kenari.image.ImageException;
import dev.kenari.image.tree.Attributes;
import dev.kenari.image.tree.StagedImage;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;

/** What update-shells(8) does: {@code /etc/shells} from the lists that packages ship. */
final class Shells {
    private static final String LISTS = "/usr/share/debianutils/shells.d";

    private Shells() {}

    static void update(StagedImage image, long mtimeNanos) throws ImageException {
        byte[] template = image.read("/usr/share/debianutils/shells");
        if (template == null) {
            return;
        }
        Set<String> lines = new LinkedHashSet<>(new String(template, StandardCharsets.UTF_8).lines().toList());
        Set<String> shells = new LinkedHashSet<>();
        lines.stream().filter(line -> line.startsWith("/")).forEach(shell -> add(shell, shells));
        for (String name : image.list(LISTS)) {
            byte[] list = image.read(LISTS + "/" + name);
            if (list != null) {
                new String(list, StandardCharsets.UTF_8)
                        .lines()
                        .map(line -> line.replaceFirst("#.*", ""))
                        .filter(line -> !line.isEmpty())
                        .forEach(shell -> add(shell, shells));
            }
        }
        lines.addAll(shells);
        write(image, "/etc/shells", lines, mtimeNanos);
        write(image, "/var/lib/shells.state", shells, mtimeNanos);
    }

    /** A shell and its real path, as /bin is a link to usr/bin. */
    private static void add(String shell, Set<String> shells) {
        shells.add(shell);
        if (shell.startsWith("/bin/")) {
            shells.add("/usr" + shell);
        }
    }

    private static void write(StagedImage image, String path, Set<String> lines, long mtimeNanos)
            throws ImageException {
        byte[] text = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
        image.file(path, Attributes.ofRoot(0644, mtimeNanos), text);
    }
}
