package dev.kenari.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ImageReferenceTest {
    @Test
    void readsDebianReferences() throws ImageException {
        assertThat(ImageReference.parse("debian")).isEqualTo(ImageReference.DEFAULT);
        assertThat(ImageReference.parse("debian:sid+sqlite3,python3,g++"))
                .isEqualTo(new ImageReference.Debian("sid", new TreeSet<>(List.of("g++", "python3", "sqlite3"))));
        assertThat(ImageReference.parse("debian+b1,a1")).hasToString("debian+a1,b1");
        assertThat(ImageReference.parse("debian:sid")).hasToString("debian:sid");
        assertThat(ImageReference.parse("embedded")).isEqualTo(new ImageReference.Embedded());
    }

    @Test
    void readsPaths(@TempDir Path directory) throws ImageException, IOException {
        Path tar = Files.writeString(directory.resolve("x.tar"), "");
        assertThat(ImageReference.parse(directory.toString())).isEqualTo(new ImageReference.Directory(directory));
        assertThat(ImageReference.parse(tar.toString())).isEqualTo(new ImageReference.Tar(tar));
    }

    @Test
    void refusesTheRest() {
        for (String bad : List.of("debian:", "debian+", "debian+A", "debian+a1,,b1", "debian:../x", "debian+a1;rm")) {
            assertThatThrownBy(() -> ImageReference.parse(bad))
                    .as(bad)
                    .isInstanceOfSatisfying(
                            ImageException.class, e -> assertThat(e.id()).isEqualTo("bad-image-reference"));
        }
        for (String absent : List.of("", "ubuntu", "debianx", "/no/such/file", "a\0b")) {
            assertThatThrownBy(() -> ImageReference.parse(absent)).as(absent).isInstanceOf(ImageException.class);
        }
    }
}
