package dev.kenari.tools;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The program's environment: a few defaults, and what {@code -e} says. Strings for the guest hold one byte a char. */
final class Environment {
    private Environment() {}

    /** @param settings NAME=VALUE, or NAME, which takes the host's value if it has one */
    static List<String> of(List<String> settings, boolean tty, String home, String hostName) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        all.put("HOSTNAME", hostName);
        all.put("HOME", home);
        all.put("LANG", "C.UTF-8");
        if (tty) {
            String term = System.getenv("TERM");
            all.put("TERM", term == null || term.isEmpty() ? "xterm" : term);
        }
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            if (equals > 0) {
                all.put(setting.substring(0, equals), setting.substring(equals + 1));
            } else if (equals == 0 || setting.isEmpty()) {
                throw new UserError("bad-environment", "'" + setting + "': expected NAME=VALUE or NAME");
            } else if (System.getenv(setting) != null) {
                all.put(setting, System.getenv(setting));
            }
        }
        return all.entrySet().stream().map(e -> bytes(e.getKey() + "=" + e.getValue())).toList();
    }

    /** The bytes that the host's text has in UTF-8, one char each, as the guest's strings are carried. */
    static String bytes(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
