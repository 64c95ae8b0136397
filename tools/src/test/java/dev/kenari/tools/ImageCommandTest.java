package dev.kenari.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kenari image}: what it makes, lists and removes. */
@Tag("slow")
class ImageCommandTest {
    @TempDir
    private Path home;

    private Kenari.Result kenari(String... arguments) throws IOException, InterruptedException {
        return new Kenari(home).run(arguments);
    }

    @Test
    void aTarThatBuildWritesBoots() throws Exception {
        String tar = home.resolve("embedded.tar").toString();
        Kenari.Result built = kenari("image", "build", "--image", "embedded", "--output", tar);
        assertThat(built.error()).isEmpty();
        assertThat(built.output()).matches("[0-9a-f]{32}\n");
        Kenari.Result result = kenari("run", "--image", tar, "hello");
        assertThat(result.output()).as(result.error()).isEqualTo("Hello from U-mode RV64!\n");
        assertThat(result.status()).isZero();
    }

    @Test
    void listsAndRemovesByReference() throws Exception {
        kenari("image", "build", "--image", "embedded");
        Kenari.Result listed = kenari("image", "ls", "--json");
        assertThat(listed.output())
                .matches("\\[\\{\"id\":\"[0-9a-f]{32}\",\"created\":\"[^\"]+Z\",\"bytes\":\\d+,\"references\":\\[\"embedded\"\\]\\}\\]\n");
        assertThat(kenari("image", "rm", "embedded").status()).isZero();
        assertThat(kenari("image", "ls", "--json").output()).isEqualTo("[]\n");
        assertThat(kenari("image", "rm", "embedded").status()).isEqualTo(125);
    }

    @Test
    void quotesNamesInJson() throws Exception {
        kenari("image", "build", "--image", "embedded", "--output", home.resolve("plain.tar").toString());
        Path odd = home.resolve("a\"b\\c.tar.gz");
        var packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            Files.copy(home.resolve("plain.tar"), out);
        }
        Files.write(odd, packed.toByteArray());
        Kenari.Result built = kenari("image", "build", "--image", odd.toString());
        assertThat(built.status()).as(built.error()).isZero();
        assertThat(kenari("image", "ls", "--json").output()).contains("a\\\"b\\\\c.tar.gz");
    }

    @Test
    void anOperandOfBuildIsAMistake() throws Exception {
        Kenari.Result result = kenari("image", "build", "embedded");
        assertThat(result.error()).startsWith("error: usage: 'embedded': ");
        assertThat(result.status()).isEqualTo(125);
    }
}
