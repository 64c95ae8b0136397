package dev.kenari.image.debian;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One package name with an optional version condition: {@code libc6 (>= 2.38)} (Debian Policy, section 7.1).
 *
 * @param operator one of {@code << <= = >= >>}, or empty where any version will do
 * @param version null where any version will do
 */
public record Relation(String name, String operator, DebianVersion version) {
    private static final Pattern SYNTAX = Pattern.compile("([^\\s(\\[<:]+)(?::([^\\s(\\[<]+))?\\s*"
            + "(?:\\(\\s*(<<|<=|=|>=|>>|<|>)\\s*([^\\s)]+)\\s*\\))?\\s*(?:\\[([^\\]]*)\\])?\\s*(?:<[^>]*>\\s*)*");

    /**
     * Reads a dependency field: groups that must all be met, each a list of alternatives. Architecture qualifiers of
     * names ({@code :any}) are dropped, for an image has one architecture.
     */
    static List<List<Relation>> parse(String field) {
        List<List<Relation>> groups = new ArrayList<>();
        if (field == null || field.isBlank()) {
            return groups;
        }
        for (String group : field.split(",")) {
            List<Relation> alternatives = new ArrayList<>();
            for (String text : group.split("\\|")) {
                Matcher matcher = SYNTAX.matcher(text.strip());
                if (matcher.matches()) {
                    String operator = matcher.group(3) == null ? "" : doubled(matcher.group(3));
                    alternatives.add(new Relation(
                            matcher.group(1).intern(),
                            operator,
                            operator.isEmpty() ? null : DebianVersion.parse(matcher.group(4))));
                }
            }
            if (!alternatives.isEmpty()) {
                groups.add(alternatives);
            }
        }
        return groups;
    }

    /** The relations of a field without alternatives (Provides, Conflicts, Breaks, Replaces). */
    static List<Relation> parseFlat(String field) {
        return parse(field).stream().flatMap(List::stream).toList();
    }

    /** dpkg reads the deprecated "<" and ">" as "<=" and ">=". */
    private static String doubled(String operator) {
        return operator.equals("<") || operator.equals(">") ? operator + "=" : operator;
    }

    /** Whether a version meets the condition; null is the version of an unversioned Provides, which meets none. */
    boolean accepts(DebianVersion candidate) {
        if (version == null) {
            return true;
        }
        if (candidate == null) {
            return false;
        }
        int order = candidate.compareTo(version);
        return switch (operator) {
            case "<<" -> order < 0;
            case "<=" -> order <= 0;
            case "=" -> order == 0;
            case ">=" -> order >= 0;
            default -> order > 0;
        };
    }

    @Override
    public String toString() {
        return version == null ? name : name + " (" + operator + " " + version + ")";
    }
}
