package dev.kenari.image.debian;

/**
 * A package's version, ordered as Debian Policy, section 5.6.12, says. Parts that a version lacks count as "0" (epoch,
 * revision); any text is accepted and has a place in the order, as in dpkg.
 */
public record DebianVersion(int epoch, String upstream, String revision) implements Comparable<DebianVersion> {
    /** Splits [EPOCH:]UPSTREAM[-REVISION]. */
    public static DebianVersion parse(String text) {
        String rest = text.strip();
        int epoch = 0;
        int colon = rest.indexOf(':');
        if (colon > 0 && colon <= 9 && rest.chars().limit(colon).allMatch(DebianVersion::isDigit)) {
            epoch = Integer.parseInt(rest.substring(0, colon));
            rest = rest.substring(colon + 1);
        }
        int dash = rest.lastIndexOf('-');
        return dash < 0
                ? new DebianVersion(epoch, rest, "")
                : new DebianVersion(epoch, rest.substring(0, dash), rest.substring(dash + 1));
    }

    @Override
    public int compareTo(DebianVersion other) {
        int order = Integer.compare(epoch, other.epoch);
        if (order == 0) {
            order = compare(upstream, other.upstream);
        }
        return order == 0 ? compare(revision, other.revision) : order;
    }

    /** Alternating runs of non-digits (by {@link #rank}) and digits (by value, of any length). */
    private static int compare(String a, String b) {
        int i = 0;
        int j = 0;
        while (i < a.length() || j < b.length()) {
            while (i < a.length() && !isDigit(a.charAt(i)) || j < b.length() && !isDigit(b.charAt(j))) {
                int order = Integer.compare(rank(a, i), rank(b, j));
                if (order != 0) {
                    return order;
                }
                i++;
                j++;
            }
            while (i < a.length() && a.charAt(i) == '0') {
                i++;
            }
            while (j < b.length() && b.charAt(j) == '0') {
                j++;
            }
            int first = 0;
            while (i < a.length() && isDigit(a.charAt(i)) && j < b.length() && isDigit(b.charAt(j))) {
                if (first == 0) {
                    first = Integer.compare(a.charAt(i), b.charAt(j));
                }
                i++;
                j++;
            }
            if (i < a.length() && isDigit(a.charAt(i))) {
                return 1;
            }
            if (j < b.length() && isDigit(b.charAt(j))) {
                return -1;
            }
            if (first != 0) {
                return first;
            }
        }
        return 0;
    }

    /** "~" before the end, the end (and digits) before letters, letters before the rest. */
    private static int rank(String text, int at) {
        if (at >= text.length() || isDigit(text.charAt(at))) {
            return 0;
        }
        char c = text.charAt(at);
        if (c == '~') {
            return -1;
        }
        boolean letter = c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
        return letter ? c : c + 256;
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    @Override
    public String toString() {
        return (epoch == 0 ? "" : epoch + ":") + upstream + (revision.isEmpty() ? "" : "-" + revision);
    }
}
