package dev.kenari.image.tree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.image.Entry;
import dev.kenari.image.EntryType;
import dev.kenari.image.ImageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HostDirectoryTest {
    @TempDir
    Path directory;

    @Test
    void showsTheDirectoryAsItIs() throws IOException, ImageException {
        Files.createDirectory(directory.resolve("sub"));
        Path file = Files.writeString(directory.resolve("sub/a"), "content");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-x--x"));
        Files.createLink(directory.resolve("sub/b"), file);
        Files.createSymbolicLink(directory.resolve("link"), Path.of("../../etc/passwd"));
        HostDirectory tree = HostDirectory.open(directory);
        Map<String, Entry> entries =
                tree.entries().stream().collect(Collectors.toMap(Entry::path, Function.identity()));
        assertThat(entries).containsOnlyKeys("/", "/sub", "/sub/a", "/sub/b", "/link");
        assertThat(tree.entries().getFirst().path()).isEqualTo("/");
        Entry first = entries.get("/sub/a");
        assertThat(first.type()).isEqualTo(EntryType.FILE);
        assertThat(first.mode()).isEqualTo(0751);
        assertThat(first.uid()).as("the user's own files are root's").isZero();
        assertThat(first.size()).isEqualTo(7);
        assertThat(entries.get("/sub/b").type()).isEqualTo(EntryType.HARD_LINK);
        assertThat(entries.get("/sub/b").linkTarget()).isEqualTo("/sub/a");
        assertThat(entries.get("/link").linkTarget()).isEqualTo("../../etc/passwd");
        assertThat(Files.readString(tree.contents(first))).isEqualTo("content");
        assertThat(Files.readString(tree.contents(entries.get("/sub/b")))).isEqualTo("content");
    }

    @Test
    void keepsTheBytesOfNames() throws IOException, ImageException {
        Path umlaut = Files.createDirectory(directory.resolve("b\u00e4r"));
        Files.createSymbolicLink(directory.resolve("relative"), Path.of("../b\u00e4r"));
        Files.createSymbolicLink(directory.resolve("absolute"), umlaut);
        Map<String, Entry> entries = HostDirectory.open(directory).entries().stream()
                .collect(Collectors.toMap(Entry::path, Function.identity()));
        String name = new String("b\u00e4r".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        assertThat(entries).containsKey("/" + name);
        assertThat(entries.get("/relative").linkTarget()).isEqualTo("../" + name);
        assertThat(entries.get("/absolute").linkTarget())
                .isEqualTo(umlaut.getParent().toRealPath(LinkOption.NOFOLLOW_LINKS) + "/" + name);
    }
}
