package dev.kenari.linux.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SyscallTableTest {
    private static final Path DOCUMENT = Path.of("../../docs/linux-compat.md");

    private final SyscallTable table = new SyscallTable();

    @Test
    void everyRowThatIsNotMissingHasAHandlerAndEveryPartialOneSaysWhatIsExcepted() {
        for (Row row : table.rows()) {
            assertThat(row.handler() != null).as(row.name()).isEqualTo(row.support() != Support.MISSING);
            if (row.support() == Support.PARTIAL) {
                assertThat(row.note()).as(row.name()).isNotBlank();
            }
            assertThat(row.arguments()).as(row.name()).hasSizeLessThanOrEqualTo(6);
        }
    }

    @Test
    void namesAreUnique() {
        assertThat(table.rows()).extracting(Row::name).doesNotHaveDuplicates();
    }

    /** The generated document is checked in; {@code make docs} writes it anew. */
    @Test
    void documentIsCurrent() throws IOException {
        String current = CompatibilityDocument.of(table);
        if (Boolean.getBoolean("kenari.docs.write")) {
            Files.writeString(DOCUMENT, current);
        }
        assertThat(Files.readString(DOCUMENT)).as("run 'make docs'").isEqualTo(current);
    }
}
