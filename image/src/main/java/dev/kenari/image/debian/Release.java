package dev.kenari.image.debian;

import dev.kenari.image.ImageException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A verified Release file: what a suite is and the checksums of its indexes.
 *
 * @param fields by lower-case name
 * @param files by path below the suite's directory
 */
public record Release(Map<String, String> fields, Map<String, IndexedFile> files) {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss z", Locale.ROOT);

    /** A file that the release vouches for. */
    public record IndexedFile(String sha256, long size) {}

    /** Reads the signed text. */
    static Release parse(String text) throws ImageException {
        Map<String, String> fields;
        try {
            fields = new ControlReader(new BufferedReader(new StringReader(text))).next();
        } catch (IOException e) {
            throw new ImageException("corrupt-archive", "the mirror's Release file: " + e.getMessage(), e);
        }
        Map<String, IndexedFile> files = new HashMap<>();
        if (fields != null) {
            for (String line : fields.getOrDefault("sha256", "").split("\n")) {
                String[] words = line.strip().split("\\s+");
                if (words.length == 3 && words[0].matches("[0-9a-f]{64}") && words[1].matches("[0-9]{1,12}")) {
                    files.put(words[2], new IndexedFile(words[0], Long.parseLong(words[1])));
                }
            }
        }
        return new Release(fields == null ? Map.of() : fields, files);
    }

    /**
     * Checks that this is the suite that was asked for, of Debian's main archive, and not too old.
     *
     * @param checkValidUntil false where the host's apt does not check it either
     */
    void check(String suite, Instant now, boolean checkValidUntil) throws ImageException {
        if (!"Debian".equals(fields.get("origin")) || !"Debian".equals(fields.get("label"))) {
            throw new ImageException("not-debian", "the mirror's '" + suite + "' is not of Debian's main archive");
        }
        if (!suite.equals(fields.get("codename")) && !suite.equals(fields.get("suite"))) {
            throw new ImageException(
                    "not-debian",
                    "the mirror gives '" + fields.get("codename") + "' where '" + suite + "' was asked for");
        }
        String until = fields.get("valid-until");
        if (until != null && checkValidUntil && now.isAfter(date(until))) {
            throw new ImageException(
                    "release-expired",
                    "the mirror's '" + suite + "' was valid until " + until + "; it is no longer updated, or this"
                            + " host's clock is wrong");
        }
    }

    private static Instant date(String text) throws ImageException {
        try {
            return ZonedDateTime.parse(text, DATE).toInstant();
        } catch (DateTimeException e) {
            throw new ImageException("corrupt-archive", "the mirror's Release file: bad date '" + text + "'", e);
        }
    }
}
