package dev.kenari.image.debian;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A package as the archive's index lists it. An index has tens of thousands, an image a hundred: relations are kept as
 * text until they are asked for.
 */
public final class BinaryPackage {
    /** The fields of an index that are looked at. */
    static final Set<String> FIELDS = Set.of(
            "package",
            "version",
            "essential",
            "priority",
            "pre-depends",
            "depends",
            "provides",
            "conflicts",
            "breaks",
            "filename",
            "size",
            "sha256");

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9+.-]+");
    private static final Pattern FILENAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9+.,~%_/-]*");
    private static final Pattern SIZE = Pattern.compile("[0-9]{1,12}");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private final Map<String, String> fields;
    private final DebianVersion version;
    private List<List<Relation>> depends;
    private List<Relation> provides;
    private List<Relation> conflicts;

    private BinaryPackage(Map<String, String> fields) {
        this.fields = fields;
        this.version = DebianVersion.parse(versionText());
    }

    /** Makes a package of an index's stanza; null where the stanza lacks what is needed to fetch it safely. */
    static BinaryPackage of(Map<String, String> fields) {
        String filename = fields.getOrDefault("filename", "");
        boolean complete = NAME.matcher(fields.getOrDefault("package", "")).matches()
                && !fields.getOrDefault("version", "").isEmpty()
                && FILENAME.matcher(filename).matches()
                && !filename.contains("..")
                && SIZE.matcher(fields.getOrDefault("size", "")).matches()
                && SHA256.matcher(fields.getOrDefault("sha256", "")).matches();
        return complete ? new BinaryPackage(fields) : null;
    }

    public String name() {
        return fields.get("package");
    }

    public DebianVersion version() {
        return version;
    }

    /** The version as the archive writes it. */
    public String versionText() {
        return fields.get("version");
    }

    public boolean essential() {
        return "yes".equals(fields.get("essential"));
    }

    String priority() {
        return fields.getOrDefault("priority", "optional");
    }

    /** Groups of alternatives, from Pre-Depends and Depends. */
    List<List<Relation>> depends() {
        if (depends == null) {
            List<List<Relation>> all = new ArrayList<>(Relation.parse(fields.get("pre-depends")));
            all.addAll(Relation.parse(fields.get("depends")));
            depends = all;
        }
        return depends;
    }

    List<Relation> provides() {
        if (provides == null) {
            provides = Relation.parseFlat(fields.get("provides"));
        }
        return provides;
    }

    /** From Conflicts and Breaks. */
    List<Relation> conflicts() {
        if (conflicts == null) {
            List<Relation> all = new ArrayList<>(Relation.parseFlat(fields.get("conflicts")));
            all.addAll(Relation.parseFlat(fields.get("breaks")));
            conflicts = all;
        }
        return conflicts;
    }

    /** Where the .deb is, relative to the mirror's root. */
    public String filename() {
        return fields.get("filename");
    }

    /** The .deb's size in bytes. */
    public long size() {
        return Long.parseLong(fields.get("size"));
    }

    /** The .deb's SHA-256 in hex. */
    public String sha256() {
        return fields.get("sha256");
    }

    @Override
    public String toString() {
        return name() + " " + versionText();
    }
}
