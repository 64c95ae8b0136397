package dev.kenari.image.debian;

import dev.kenari.image.ImageException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The packages of a release for one architecture, by name and by what they provide. */
public final class PackageIndex {
    private final Map<String, BinaryPackage> byName = new HashMap<>();
    private final Map<String, List<BinaryPackage>> providers = new HashMap<>();

    /** Reads a Packages file; of several versions of a package the newest counts. */
    public static PackageIndex read(InputStream in) throws ImageException {
        PackageIndex index = new PackageIndex();
        try {
            var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8), 1 << 16);
            var reader = new ControlReader(lines, BinaryPackage.FIELDS);
            for (Map<String, String> stanza = reader.next(); stanza != null; stanza = reader.next()) {
                BinaryPackage found = BinaryPackage.of(stanza);
                if (found != null) {
                    index.byName.merge(found.name(), found, PackageIndex::newer);
                }
            }
        } catch (IOException e) {
            throw new ImageException("corrupt-archive", "package index: " + e.getMessage(), e);
        }
        for (BinaryPackage found : index.byName.values()) {
            for (Relation provided : found.provides()) {
                index.providers
                        .computeIfAbsent(provided.name(), name -> new ArrayList<>())
                        .add(found);
            }
        }
        // Required before optional, then by name, so that a virtual package has one answer.
        index.providers.values().forEach(list -> list.sort(
                Comparator.comparingInt((BinaryPackage p) -> rank(p.priority())).thenComparing(BinaryPackage::name)));
        return index;
    }

    private static BinaryPackage newer(BinaryPackage a, BinaryPackage b) {
        return a.version().compareTo(b.version()) >= 0 ? a : b;
    }

    private static int rank(String priority) {
        int rank = List.of("required", "important", "standard", "optional").indexOf(priority);
        return rank < 0 ? 4 : rank;
    }

    /** The package of that name, or null. */
    public BinaryPackage get(String name) {
        return byName.get(name);
    }

    /** Every package, in no order. */
    public Collection<BinaryPackage> all() {
        return byName.values();
    }

    /** What can meet a relation: the package itself first, then its providers. */
    public List<BinaryPackage> candidates(Relation relation) {
        List<BinaryPackage> candidates = new ArrayList<>();
        BinaryPackage named = byName.get(relation.name());
        if (named != null && relation.accepts(named.version())) {
            candidates.add(named);
        }
        for (BinaryPackage provider : providers.getOrDefault(relation.name(), List.of())) {
            if (provider != named && meets(provider, relation)) {
                candidates.add(provider);
            }
        }
        return candidates;
    }

    /** Whether a package meets a relation by its name or by what it provides. */
    static boolean meets(BinaryPackage candidate, Relation relation) {
        if (candidate.name().equals(relation.name()) && relation.accepts(candidate.version())) {
            return true;
        }
        for (Relation provided : candidate.provides()) {
            if (provided.name().equals(relation.name()) && relation.accepts(provided.version())) {
                return true;
            }
        }
        return false;
    }

    /** Names like one that does not exist, closest first, at most three. */
    public List<String> near(String name) {
        record Near(String name, int distance) {}
        List<Near> near = new ArrayList<>();
        for (String other : byName.keySet()) {
            int distance = distance(name, other, 3);
            boolean extended = name.length() >= 3 && (other.startsWith(name) || other.equals("lib" + name));
            if (distance <= (name.length() <= 4 ? 1 : 2) || extended) {
                near.add(new Near(other, distance));
            }
        }
        near.sort(Comparator.comparingInt(Near::distance)
                .thenComparingInt(n -> n.name.length())
                .thenComparing(Near::name));
        return near.stream().limit(3).map(Near::name).toList();
    }

    /** Levenshtein's distance, given up at a limit. */
    private static int distance(String a, String b, int limit) {
        if (Math.abs(a.length() - b.length()) >= limit) {
            return limit;
        }
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return Math.min(limit, row[b.length()]);
    }
}
