package dev.kenari.image.debian;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The archives that the host's apt is configured for: {@code sources.list} and {@code sources.list.d} in both formats
 * (sources.list(5)). Only places that could be a Debian mirror are kept, in the order apt reads them; whether one is,
 * its signed Release file must show.
 */
public final class AptSources {
    private static final Pattern ONE_LINE = Pattern.compile("deb\\s+(?:\\[[^\\]]*\\]\\s*)?(\\S+)\\s+(\\S+)((?:\\s+\\S+)*)");

    private AptSources() {}

    /** The candidates found under a configuration directory such as {@code /etc/apt}; unreadable files are skipped. */
    public static List<URI> read(Path etcApt) {
        Set<URI> found = new LinkedHashSet<>();
        oneLine(lines(etcApt.resolve("sources.list")), found);
        Set<Path> files = new TreeSet<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(etcApt.resolve("sources.list.d"))) {
            stream.forEach(files::add);
        } catch (IOException e) {
            return List.copyOf(found); // no such directory: no further sources
        }
        for (Path file : files) {
            if (file.toString().endsWith(".list")) {
                oneLine(lines(file), found);
            } else if (file.toString().endsWith(".sources")) {
                stanzas(file, found);
            }
        }
        return List.copyOf(found);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return List.of(); // absent or not ours to read: not configured
        }
    }

    private static void oneLine(List<String> lines, Set<URI> found) {
        for (String line : lines) {
            Matcher matcher = ONE_LINE.matcher(line.replaceFirst("#.*", "").strip());
            if (matcher.matches()) {
                add(matcher.group(1), words(matcher.group(2)), words(matcher.group(3)), found);
            }
        }
    }

    private static void stanzas(Path file, Set<URI> found) {
        try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            var reader = new ControlReader(in);
            for (Map<String, String> stanza = reader.next(); stanza != null; stanza = reader.next()) {
                boolean enabled = !Set.of("no", "false", "without", "off", "disable")
                        .contains(stanza.getOrDefault("enabled", "yes").toLowerCase(Locale.ROOT));
                if (enabled && words(stanza.getOrDefault("types", "")).contains("deb")) {
                    for (String uri : words(stanza.getOrDefault("uris", ""))) {
                        add(
                                uri,
                                words(stanza.getOrDefault("suites", "")),
                                words(stanza.getOrDefault("components", "")),
                                found);
                    }
                }
            }
        } catch (IOException e) {
            // As apt does with a file it cannot parse, but here the other files may still name a mirror.
            return;
        }
    }

    private static void add(String uri, List<String> suites, List<String> components, Set<URI> found) {
        boolean mainArchive = components.contains("main")
                && suites.stream().anyMatch(suite -> !suite.endsWith("-security") && !suite.contains("/"));
        if (mainArchive) {
            URI parsed = mirror(uri);
            if (parsed != null) {
                found.add(parsed);
            }
        }
    }

    /** A mirror's address, ending in "/"; null for what cannot be fetched from (apt has further methods). */
    public static URI mirror(String text) {
        try {
            URI uri = new URI(text.endsWith("/") ? text : text + "/");
            boolean web = Set.of("http", "https").contains(String.valueOf(uri.getScheme())) && uri.getHost() != null;
            return web || "file".equals(uri.getScheme()) && uri.getPath() != null ? uri : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private static List<String> words(String text) {
        return text.isBlank()
                ? new ArrayList<>()
                : Arrays.asList(text.strip().split("\\s+"));
    }
}
