package dev.kenari.vfs.ext4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.kenari.abi.Errno;
import dev.kenari.abi.FileMode;
import dev.kenari.machine.disk.MemoryDisk;
import dev.kenari.vfs.Attributes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** File systems that the host's mke2fs filled are read back. */
@Tag("slow")
class ReadingTest {
    @TempDir
    Path tree;

    @BeforeEach
    void tools() {
        E2fsprogs.assumePresent();
    }

    private void fill() throws IOException {
        Random random = new Random(1);
        Files.writeString(tree.resolve("hello"), "hello\n");
        Files.createFile(tree.resolve("empty"));
        byte[] large = new byte[1_000_001];
        random.nextBytes(large);
        Files.write(tree.resolve("large"), large);
        Path sparse = tree.resolve("sparse");
        try (FileChannel channel = FileChannel.open(sparse, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int i = 0; i < 40; i++) {
                channel.write(ByteBuffer.wrap(("part " + i).getBytes(StandardCharsets.US_ASCII)), i * 300_000L);
            }
        }
        Files.createSymbolicLink(tree.resolve("short"), Path.of("hello"));
        Files.createSymbolicLink(tree.resolve("long"), Path.of("x/".repeat(100) + "end"));
        Files.createLink(tree.resolve("linked"), tree.resolve("hello"));
        Path many = Files.createDirectories(tree.resolve("deep/er/many"));
        for (int i = 0; i < 900; i++) {
            Files.writeString(many.resolve("file with number " + i), "content " + i);
        }
    }

    private void compare(MemoryDisk disk) throws Exception {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(tree)) {
            all = new ArrayList<>(walk.sorted().toList());
        }
        Mounted.run(disk, true, m -> {
            for (Path path : all) {
                String name = "/" + tree.relativize(path);
                Attributes attributes = m.stat(name);
                int mode = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
                if (!path.equals(tree)) {
                    assertThat(attributes.mode()).as(name).isEqualTo(mode);
                }
                if (Files.isSymbolicLink(path)) {
                    assertThat(m.fs.readlink(m.node(name)).path()).isEqualTo(Files.readSymbolicLink(path).toString());
                } else if (Files.isDirectory(path)) {
                    List<String> expected = new ArrayList<>();
                    try (Stream<Path> entries = Files.list(path)) {
                        entries.forEach(e -> expected.add(e.getFileName().toString()));
                    }
                    if (path.equals(tree)) {
                        expected.add("lost+found");
                    }
                    assertThat(m.list(name)).containsExactlyInAnyOrderElementsOf(expected);
                } else {
                    assertThat(attributes.size()).isEqualTo(Files.size(path));
                    assertThat(m.read(name)).as(name).isEqualTo(Files.readAllBytes(path));
                }
            }
            assertThat(m.stat("/hello").links()).isEqualTo(2);
            assertThat(m.stat("/deep").mode() & FileMode.S_IFMT).isEqualTo(FileMode.S_IFDIR);
            assertThat(m.exists("/deep/er/many/no such file")).isFalse();
            assertThat(m.exists("/nothing")).isFalse();
        });
    }

    @Test
    void readsWhatDebiansMke2fsMakes() throws Exception {
        fill();
        compare(E2fsprogs.make(32 << 20, "-d", tree.toString()));
    }

    @Test
    void readsSmallBlocks() throws Exception {
        fill();
        compare(E2fsprogs.make(32 << 20, "-b", "1024", "-d", tree.toString()));
    }

    @Test
    void readsInlineData() throws Exception {
        fill();
        compare(E2fsprogs.make(32 << 20, "-b", "2048", "-O", "inline_data", "-d", tree.toString()));
    }

    @Test
    void readsBlockPointersOfOlderFormats() throws Exception {
        fill();
        MemoryDisk disk = E2fsprogs.format(32 << 20, List.of("-q", "-F", "-t", "ext2", "-b", "1024", "-d", tree.toString()));
        compare(disk);
        assertThat(catchThrowable(() -> Mounted.run(disk, false, m -> {}))).isSameAs(Errno.EROFS);
    }

    @Test
    void readsIndexedDirectories() throws Exception {
        fill();
        Path file = Files.createTempFile("kenari", ".img");
        try {
            E2fsprogs.save(E2fsprogs.make(32 << 20, "-d", tree.toString()), file);
            // Only e2fsck makes indices from outside.
            E2fsprogs.run(-1, "e2fsck", "-fyD", file.toString());
            assertThat(E2fsprogs.debugfs(E2fsprogs.load(file), "htree_dump /deep/er/many")).contains("Root node dump");
            compare(E2fsprogs.load(file));
        } finally {
            Files.delete(file);
        }
    }
}
