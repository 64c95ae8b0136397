package dev.kenari.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalDouble;

/** {@code docs/storage-performance.md}, from the results. */
final class StorageReport {
    private final Results results;

    StorageReport(Results results) {
        this.results = results;
    }

    void write(Path docs) throws IOException {
        Storage storage = new Storage();
        StringBuilder text = new StringBuilder("""
                # Storage beside the host

                Written by `test/bench/run storage`; do not edit. %s%s

                `test/bench/guest/storage/storage.sh` first on the host's own file system, then in Kenari on ext4 on a virtual disk, whose
                file is on that same file system; one after the other in one run, the JVM new. Debian's dd, fio, tar and sqlite3.
                *Not cached* is so for the guest: the host may have the disk's file in its memory. O_DIRECT goes through the driver and
                the virtual device each time. Relations above 1 mean that Kenari is faster.

                | what | host | kenari | relative to host |
                |---|--:|--:|--:|
                """.formatted(Report.host(), results.text(storage.group(), storage.name(), Results.EFFORT).isEmpty() ? "" : " A quick run."));
        String prefix = Comparison.KENARI + ", ";
        for (String figure : results.names(storage.group(), storage.name())) {
            if (figure.startsWith(prefix)) {
                String what = figure.substring(prefix.length());
                OptionalDouble host = results.get(storage.group(), storage.name(), Comparison.NATIVE + ", " + what);
                double kenari = results.get(storage.group(), storage.name(), figure).orElseThrow();
                boolean time = what.endsWith(", s");
                text.append("| ").append(what).append(" | ").append(host.isEmpty() ? "–" : number(host.getAsDouble(), time))
                        .append(" | ").append(number(kenari, time)).append(" | ")
                        .append(host.isEmpty() ? "–" : number(time ? host.getAsDouble() / kenari : kenari / host.getAsDouble(), true))
                        .append(" |\n");
            }
        }
        Files.createDirectories(docs);
        Files.writeString(docs.resolve("storage-performance.md"), text);
        System.err.println("wrote " + docs.resolve("storage-performance.md"));
    }

    private static String number(double value, boolean small) {
        return String.format(Locale.ROOT, small ? "%.3f" : "%,.0f", value);
    }
}
