package dev.kenari.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileFileTest {
    private static final Map<String, Long> PROFILE = Map.of("sh;main;\"\u00e9", 2_000_000L, "sh;main", 1_500_000L);

    @TempDir
    Path directory;

    private String written(String name) throws Exception {
        Path file = directory.resolve(name);
        ProfileFile.write(file, PROFILE);
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }

    @Test
    void writesFoldedStacksInMicroseconds() throws Exception {
        assertThat(written("out.folded")).isEqualTo("sh;main 1500\nsh;main;\"\u00e9 2000\n");
    }

    @Test
    void writesSpeedscopesFormatIfTheNameEndsInJson() throws Exception {
        assertThat(written("out.json"))
                .contains("{\"name\":\"\\\"\\u00e9\"}")
                .contains("\"samples\":[[0, 1],\n[0, 1, 2]]")
                .contains("\"weights\":[1500000, 2000000]")
                .contains("\"endValue\":3500000");
    }

    @Test
    void saysWhichFileCannotBeWritten() {
        assertThatThrownBy(() -> ProfileFile.check(directory.resolve("none/out.json")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("none/out.json");
    }
}
