package dev.kenari.linux.syscall;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Writes {@code docs/linux-compat.md} from the table. */
public final class CompatibilityDocument {
    private CompatibilityDocument() {}

    /** The document, in Markdown. */
    public static String of(SyscallTable table) {
        StringBuilder text = new StringBuilder("""
                # Linux system calls

                Generated from the system-call table by `make docs`; a test keeps it current. *full*: as the man page says, as far as it
                applies to this kernel; *partial*: but for the note; *missing*: ENOSYS.

                """);
        for (Support support : Support.values()) {
            long count = table.rows().stream().filter(r -> r.support() == support).count();
            text.append("- ").append(word(support)).append(": ").append(count).append('\n');
        }
        text.append("\n| number | call | arguments | support | note |\n|---|---|---|---|---|\n");
        for (Row row : table.rows()) {
            String arguments =
                    Arrays.stream(row.arguments()).map(ArgumentKind::word).collect(Collectors.joining(", "));
            text.append("| %d | %s | %s | %s | %s |\n"
                    .formatted(row.number(), row.name(), arguments, word(row.support()), row.note()));
        }
        return text.toString();
    }

    private static String word(Support support) {
        return support.name().toLowerCase(java.util.Locale.ROOT);
    }
}
