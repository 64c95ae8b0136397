package dev.kenari.image.debian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import org.junit.jupiter.api.Test;

/** deb822(5). */
final class ControlReaderTest {
    @Test
    void readsStanzas() throws IOException {
        ControlReader reader = reader(
                "\n# comment\nPackage: a\nDescription: short\n long\n .\n  more\nEMPTY:\n\n\nPackage:b:c  \n");
        var first = reader.next();
        assertThat(first).containsEntry("package", "a").containsEntry("description", "short\nlong\n\nmore");
        assertThat(first).containsEntry("empty", "");
        assertThat(reader.next()).containsOnlyKeys("package").containsValue("b:c");
        assertThat(reader.next()).isNull();
    }

    @Test
    void refusesOtherText() {
        assertThatThrownBy(() -> reader("no colon\n").next()).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> reader(" continues nothing\n").next()).isInstanceOf(IOException.class);
    }

    private static ControlReader reader(String text) {
        return new ControlReader(new BufferedReader(new StringReader(text)));
    }
}
