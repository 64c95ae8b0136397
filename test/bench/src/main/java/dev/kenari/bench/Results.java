package dev.kenari.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** What was measured: figures by group, workload and name of the figure; kept in a file of tab-separated lines. */
final class Results {
    /** The note on results of a quick run. */
    static final String EFFORT = "effort";

    private static final String SEPARATOR = "\t";

    private final Path file;
    /** Group and workload to figures, in the order in which they were measured. */
    private final Map<String, Map<String, String>> figures = new TreeMap<>();

    Results(Path file) throws IOException {
        this.file = file;
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                String[] fields = line.split(SEPARATOR, -1);
                of(fields[0] + SEPARATOR + fields[1]).put(fields[2], fields[3]);
            }
        }
    }

    private Map<String, String> of(String key) {
        return figures.computeIfAbsent(key, k -> new LinkedHashMap<>());
    }

    private static String key(Workload.Group group, String workload) {
        return group.label() + SEPARATOR + workload;
    }

    void clear(Workload.Group group, String workload) {
        figures.remove(key(group, workload));
    }

    void put(Workload.Group group, String workload, String figure, double value) {
        of(key(group, workload)).put(figure, String.format(Locale.ROOT, "%.6g", value));
    }

    void note(Workload.Group group, String workload, String figure, String value) {
        of(key(group, workload)).put(figure, value);
    }

    OptionalDouble get(Workload.Group group, String workload, String figure) {
        String value = of(key(group, workload)).get(figure);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(value));
    }

    /** A note, or {@code ""}. */
    String text(Workload.Group group, String workload, String figure) {
        return of(key(group, workload)).getOrDefault(figure, "");
    }

    /** The names of a workload's figures. */
    List<String> names(Workload.Group group, String workload) {
        return List.copyOf(of(key(group, workload)).keySet());
    }

    void print(Workload.Group group, String workload) {
        of(key(group, workload)).forEach((figure, value) -> System.err.printf("  %-40s %s%n", figure, value));
    }

    void save() throws IOException {
        List<String> lines = new ArrayList<>();
        figures.forEach((key, values) ->
                values.forEach((figure, value) -> lines.add(String.join(SEPARATOR, key, figure, value))));
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.write(fresh, lines);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
