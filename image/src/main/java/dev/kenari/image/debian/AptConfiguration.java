package dev.kenari.image.debian;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The host's apt settings that matter to a download (apt.conf(5)): {@code apt.conf.d} and {@code apt.conf}, later files
 * overriding earlier ones. Lists and directives ({@code #include}) are not read.
 */
public final class AptConfiguration {
    private static final Pattern TOKEN = Pattern.compile(
            "//[^\\n]*|/\\*.*?\\*/|#[^\\n]*|\"(?<quoted>[^\"]*)\"|(?<mark>[{};])|(?<word>[^\\s{};\"]+)", Pattern.DOTALL);

    private final Map<String, String> values = new HashMap<>();

    private AptConfiguration() {}

    /** Reads the settings under a directory such as {@code /etc/apt}; what cannot be read is not set. */
    public static AptConfiguration read(Path etcApt) {
        var configuration = new AptConfiguration();
        Set<Path> files = new TreeSet<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(etcApt.resolve("apt.conf.d"))) {
            stream.forEach(files::add);
        } catch (IOException e) {
            files.clear(); // no such directory
        }
        for (Path file : files) {
            // apt reads names without an extension and *.conf.
            String name = file.getFileName().toString();
            if (!name.contains(".") || name.endsWith(".conf")) {
                configuration.add(file);
            }
        }
        configuration.add(etcApt.resolve("apt.conf"));
        return configuration;
    }

    private void add(Path file) {
        try {
            parse(Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return; // absent or not ours to read
        }
    }

    private void parse(String text) {
        Deque<String> scopes = new ArrayDeque<>();
        String scope = "";
        String name = "";
        String value = null;
        Matcher matcher = TOKEN.matcher(text);
        while (matcher.find()) {
            if (matcher.group("word") != null && name.isEmpty()) {
                name = matcher.group("word");
            } else if (matcher.group("word") != null) {
                value = matcher.group("word");
            } else if (matcher.group("quoted") != null) {
                value = matcher.group("quoted");
            } else if (matcher.group("mark") != null) {
                switch (matcher.group("mark")) {
                    case "{" -> {
                        scopes.push(scope);
                        scope = scope + name + "::";
                    }
                    case "}" -> scope = scopes.isEmpty() ? "" : scopes.pop();
                    default -> {
                        if (!name.isEmpty() && value != null) {
                            values.put((scope + name).toLowerCase(Locale.ROOT), value);
                        }
                    }
                }
                name = "";
                value = null;
            }
        }
    }

    /** A setting such as {@code Acquire::http::Proxy}, or null. */
    public String get(String name) {
        return values.get(name.toLowerCase(Locale.ROOT));
    }

    /** A setting that is true unless set otherwise. */
    public boolean isEnabled(String name) {
        String value = get(name);
        return value == null || !Set.of("no", "false", "without", "off", "disable", "0").contains(value);
    }
}
