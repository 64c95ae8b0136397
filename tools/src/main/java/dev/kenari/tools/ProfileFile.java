package dev.kenari.tools;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes a profile for other programs to show: folded stacks, a line for each with its microseconds (Brendan Gregg's flamegraph.pl,
 * and most viewers), or, in a file whose name ends in {@code .json}, speedscope's file format.
 */
final class ProfileFile {
    private static final int NANOS_IN_MICRO = 1000;

    private ProfileFile() {}

    /** Fails now if the file can't be written after the run. */
    static void check(Path file) {
        write(file, Map.of());
    }

    /** @param folded nanoseconds by stack, frames separated by semicolons */
    static void write(Path file, Map<String, Long> folded) {
        Map<String, Long> sorted = new TreeMap<>(folded);
        String text = file.toString().endsWith(".json") ? speedscope(sorted) : lines(sorted);
        try {
            // The guest's names are bytes, one char each.
            Files.writeString(file, text, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UserError("profile-file", "can't write " + file + ": " + e.getMessage());
        }
    }

    private static String lines(Map<String, Long> folded) {
        StringBuilder text = new StringBuilder();
        folded.forEach((stack, nanos) ->
                text.append(stack).append(' ').append(nanos / NANOS_IN_MICRO).append('\n'));
        return text.toString();
    }

    private static String speedscope(Map<String, Long> folded) {
        Map<String, Integer> frames = new LinkedHashMap<>();
        List<String> samples = new ArrayList<>();
        for (String stack : folded.keySet()) {
            List<Integer> sample = new ArrayList<>();
            for (String frame : stack.split(";")) {
                sample.add(frames.computeIfAbsent(frame, f -> frames.size()));
            }
            samples.add(sample.toString());
        }
        List<String> names =
                frames.keySet().stream().map(frame -> "{\"name\":\"" + escaped(frame) + "\"}").toList();
        long end = folded.values().stream().mapToLong(Long::longValue).sum();
        return """
                {"$schema":"https://www.speedscope.app/file-format-schema.json","exporter":"kenari",
                "shared":{"frames":[%s]},
                "profiles":[{"type":"sampled","name":"kenari run","unit":"nanoseconds","startValue":0,"endValue":%d,
                "samples":[%s],
                "weights":%s}]}
                """
                .formatted(
                        String.join(",\n", names), end, String.join(",\n", samples), List.copyOf(folded.values()));
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        for (char c : text.toCharArray()) {
            if (c < ' ' || c > '~') {
                escaped.append(String.format("\\u%04x", (int) c));
            } else {
                escaped.append(c == '"' || c == '\\' ? "\\" : "").append(c);
            }
        }
        return escaped.toString();
    }
}
