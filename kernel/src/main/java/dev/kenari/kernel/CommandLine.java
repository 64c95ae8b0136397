package dev.kenari.kernel;

import java.util.ArrayList;
import java.util.List;

/**
 * The kernel's command line (Linux, Documentation/admin-guide/kernel-parameters.rst): words {@code NAME} or {@code NAME=VALUE}, where
 * double quotes keep spaces. Dashes and underscores in names are the same.
 *
 * @param text as /proc/cmdline shows it
 */
public record CommandLine(String text) {
    public static final CommandLine EMPTY = new CommandLine("");

    /** The value of parameter {@code name}, empty if it has none; null if it is not there. The last one counts. */
    public String value(String name) {
        String found = null;
        for (String word : words()) {
            int equals = word.indexOf('=');
            String key = equals < 0 ? word : word.substring(0, equals);
            if (key.replace('-', '_').equals(name)) {
                found = equals < 0 ? "" : word.substring(equals + 1);
            }
        }
        return found;
    }

    /** The number that parameter {@code name} has; {@code otherwise} if it is not there or no number. */
    public int number(String name, int otherwise) {
        String value = value(name);
        try {
            return value == null ? otherwise : Integer.decode(value);
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    /** The words, without their quotes. */
    public List<String> words() {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean quoted = false;
        for (char c : (text + " ").toCharArray()) {
            if (c == '"') {
                quoted = !quoted;
            } else if (c > ' ' || quoted) {
                word.append(c);
            } else if (!word.isEmpty()) {
                words.add(word.toString());
                word.setLength(0);
            }
        }
        return words;
    }
}
