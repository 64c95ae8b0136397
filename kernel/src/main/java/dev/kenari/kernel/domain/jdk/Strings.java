package dev.kenari.kernel.domain.jdk;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;

/** The constructors of {@code String}, and those of its methods that the JDK's regular expressions or sizes would leave without bound. */
public final class Strings {
    private Strings() {}

    public static String make() {
        return "";
    }

    public static String make(String other) {
        return other;
    }

    public static String make(char[] chars) {
        return String.valueOf(chars);
    }

    public static String make(char[] chars, int offset, int count) {
        return String.valueOf(chars, offset, count);
    }

    public static String make(byte[] bytes, Charset charset) {
        return Current.BUDGET.text(bytes, 0, bytes.length, charset);
    }

    public static String make(byte[] bytes, int offset, int length, Charset charset) {
        return Current.BUDGET.text(bytes, offset, length, charset);
    }

    /** At a literal separator of one character or more; a regular expression is a privileged matter. */
    public static String[] split(String text, String separator) {
        return split(text, separator, 0);
    }

    public static String[] split(String text, String separator, int limit) {
        for (int i = 0; i < separator.length(); i++) {
            if (".$|()[{^?*+\\".indexOf(separator.charAt(i)) >= 0) {
                throw new UnsupportedOperationException("a regular expression in a domain: " + separator);
            }
        }
        if (separator.isEmpty()) {
            throw new UnsupportedOperationException("an empty separator");
        }
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int at = text.indexOf(separator); at >= 0 && (limit <= 0 || parts.size() < limit - 1); ) {
            parts.add(text.substring(from, at));
            from = at + separator.length();
            at = text.indexOf(separator, from);
        }
        parts.add(text.substring(from));
        while (limit == 0 && parts.size() > 1 && parts.getLast().isEmpty()) {
            parts.removeLast();
        }
        return parts.toArray(new String[0]);
    }

    public static String join(CharSequence separator, CharSequence... parts) {
        return join(separator, Arrays.asList(parts));
    }

    public static String join(CharSequence separator, Iterable<? extends CharSequence> parts) {
        TextBuilder text = new TextBuilder();
        boolean first = true;
        for (CharSequence part : parts) {
            if (!first) {
                text.append(separator);
            }
            text.append(part);
            first = false;
        }
        return text.toString();
    }
}
