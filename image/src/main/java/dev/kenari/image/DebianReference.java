package dev.kenari.image;

import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text form of a Debian reference: {@code debian[:SUITE][+PACKAGE[,PACKAGE...]]}. */
final class DebianReference {
    private static final Pattern START = Pattern.compile("debian(?=$|[:+])");
    private static final Pattern WHOLE =
            Pattern.compile("debian(?::(?<suite>[a-z][a-z0-9-]*))?(?:\\+(?<packages>[^+].*))?");

    /** Debian Policy, section 5.6.1. */
    private static final Pattern PACKAGE = Pattern.compile("[a-z0-9][a-z0-9+.-]+");

    private DebianReference() {}

    static boolean looksLikeOne(String text) {
        return START.matcher(text).lookingAt();
    }

    static ImageReference.Debian parse(String text) throws ImageException {
        Matcher match = WHOLE.matcher(text);
        if (!match.matches()) {
            throw new ImageException(
                    "bad-image-reference", "image '" + text + "': expected debian[:SUITE][+PACKAGE,...]");
        }
        String suite = match.group("suite") == null ? ImageReference.Debian.DEFAULT_SUITE : match.group("suite");
        SortedSet<String> packages = new TreeSet<>();
        if (match.group("packages") != null) {
            for (String name : match.group("packages").split(",", -1)) {
                if (!PACKAGE.matcher(name).matches()) {
                    throw new ImageException(
                            "bad-image-reference", "image '" + text + "': '" + name + "' is no package name");
                }
                packages.add(name);
            }
        }
        return new ImageReference.Debian(suite, packages);
    }
}
