package dev.kenari.image.debian;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A package as the archive's index lists it.
 *
 * @param depends groups of alternatives, from Pre-Depends and Depends
 * @param conflicts from Conflicts and Breaks
 * @param filename of the .deb, relative to the mirror's root
 * @param size of the .deb in bytes
 * @param sha256 of the .deb, in hex
 */
public record BinaryPackage(
        String name,
        DebianVersion version,
        String versionText,
        String architecture,
        boolean essential,
        String priority,
        List<List<Relation>> depends,
        List<Relation> provides,
        List<Relation> conflicts,
        String filename,
        long size,
        String sha256) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9+.-]+");
    private static final Pattern FILENAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9+.,:~%_/-]*");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    /** Makes a package of an index's stanza; null where the stanza lacks what is needed to fetch it. */
    static BinaryPackage of(Map<String, String> fields) {
        String name = fields.getOrDefault("package", "");
        String version = fields.getOrDefault("version", "");
        String filename = fields.getOrDefault("filename", "");
        String size = fields.getOrDefault("size", "");
        String sha256 = fields.getOrDefault("sha256", "");
        boolean complete = NAME.matcher(name).matches()
                && !version.isEmpty()
                && FILENAME.matcher(filename).matches()
                && !filename.contains("..")
                && size.matches("[0-9]{1,12}")
                && SHA256.matcher(sha256).matches();
        if (!complete) {
            return null;
        }
        List<List<Relation>> depends = Relation.parse(fields.get("pre-depends"));
        depends.addAll(Relation.parse(fields.get("depends")));
        List<Relation> conflicts = new java.util.ArrayList<>(Relation.parseFlat(fields.get("conflicts")));
        conflicts.addAll(Relation.parseFlat(fields.get("breaks")));
        return new BinaryPackage(
                name,
                DebianVersion.parse(version),
                version,
                fields.getOrDefault("architecture", ""),
                "yes".equals(fields.get("essential")),
                fields.getOrDefault("priority", "optional"),
                depends,
                Relation.parseFlat(fields.get("provides")),
                conflicts,
                filename,
                Long.parseLong(size),
                sha256);
    }

    @Override
    public String toString() {
        return name + " " + versionText;
    }
}
