package dev.kenari.image.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kenari.image.Entry;
import dev.kenari.image.EntryType;
import dev.kenari.image.ImageException;
import dev.kenari.image.RootFileSystem;
import dev.kenari.image.archive.Archives;
import dev.kenari.image.archive.TarReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoredImageTest {
    private static final Attributes PLAIN = Attributes.ofRoot(0644, 0);

    @TempDir
    Path directory;

    @Test
    void comesBackAsItWasStaged() throws ImageException, IOException {
        List<Entry> staged;
        try (TarStore store = new TarStore(directory)) {
            StagedImage image = store.image();
            image.directory("/d", Attributes.ofRoot(01777, 5));
            image.file("/d/f", new Attributes(04711, 1000, -2, -7), "content".getBytes());
            image.hardLink("/d/a", "d/f");
            image.symlink("/d/s", PLAIN, "../f\u00ff");
            store.finish();
            staged = image.entries();
        }
        StoredImage stored = StoredImage.load(directory, "id");
        assertThat(stored.entries()).isEqualTo(staged);
        // The first name in the list is the file, whichever came first in the archive.
        assertThat(stored.entries()).extracting(Entry::path).containsExactly("/", "/d", "/d/a", "/d/f", "/d/s");
        assertThat(stored.entries()).extracting(Entry::type).containsExactly(
                EntryType.DIRECTORY, EntryType.DIRECTORY, EntryType.FILE, EntryType.HARD_LINK, EntryType.SYMLINK);
        assertThat(TarFile.open(directory.resolve(StoredImage.DATA), "id").entries())
                .as("the tar alone says the same, but for sub-second times")
                .extracting(Entry::path, Entry::type, Entry::mode, Entry::size, Entry::offset, Entry::linkTarget)
                .isEqualTo(stored.entries().stream()
                        .map(e -> org.assertj.core.groups.Tuple.tuple(
                                e.path(), e.type(), e.mode(), e.size(), e.offset(), e.linkTarget()))
                        .toList());
    }

    @Test
    void noticesDamage() throws ImageException, IOException {
        try (TarStore store = new TarStore(directory)) {
            store.image().file("/f", PLAIN, new byte[10]);
            store.finish();
        }
        Path index = directory.resolve(StoredImage.INDEX);
        byte[] whole = Files.readAllBytes(index);
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 + random.nextInt(255));
            Files.write(index, damaged);
            assertThatThrownBy(() -> StoredImage.load(directory, "id")).isInstanceOf(IOException.class);
        }
        Files.write(index, java.util.Arrays.copyOf(whole, whole.length - 1));
        assertThatThrownBy(() -> StoredImage.load(directory, "id")).isInstanceOf(IOException.class);
    }

    @Test
    void followsLinksInsideTheImage() throws ImageException, IOException {
        RootFileSystem image = unpack(List.of(
                Archives.symlink("bin", "usr/bin"),
                Archives.directory("usr/bin"),
                Archives.directory("bin"),
                Archives.file("bin/a", 0755, "a"),
                Archives.symlink("up", "../../../usr"),
                Archives.file("up/b", 0755, "b")));
        assertThat(image.entries())
                .extracting(Entry::path)
                .containsExactlyInAnyOrder("/", "/bin", "/up", "/usr", "/usr/b", "/usr/bin", "/usr/bin/a");
    }

    @Test
    void refusesLoopsAndNonsense() {
        assertRefused(Archives.symlink("a", "b"), Archives.symlink("b", "a"), Archives.file("a/x", 0644, ""));
        assertRefused(Archives.file("f", 0644, ""), Archives.file("f/x", 0644, ""));
        assertRefused(Archives.directory("d/sub"), Archives.file("d", 0644, ""));
        assertRefused(Archives.hardLink("h", "absent"));
        assertRefused(Archives.file("a/../../x", 0644, ""));
        assertRefused(Archives.file("n".repeat(256), 0644, ""));
        assertRefused(Archives.file("", 0644, ""));
    }

    @Test
    void laterFilesReplaceEarlierOnes() throws ImageException, IOException {
        List<Entry> entries = new ArrayList<>(unpack(List.of(
                        Archives.file("f", 0644, "old"), Archives.hardLink("h", "f"), Archives.file("f", 0600, "newer")))
                .entries());
        assertThat(entries).extracting(Entry::path).containsExactly("/", "/f", "/h");
        assertThat(entries).extracting(Entry::size).containsExactly(0L, 5L, 3L);
        assertThat(entries.get(2).type()).isEqualTo(EntryType.FILE);
    }

    private RootFileSystem unpack(List<Archives.Member> members) throws ImageException, IOException {
        Path fresh = Files.createTempDirectory(directory, "image");
        try (TarStore store = new TarStore(fresh)) {
            store.image().addAll(new TarReader(new ByteArrayInputStream(Archives.tar(members))), "test");
            store.finish();
        }
        return StoredImage.load(fresh, "id");
    }

    private void assertRefused(Archives.Member... members) {
        assertThatThrownBy(() -> unpack(List.of(members))).isInstanceOf(ImageException.class);
    }
}
