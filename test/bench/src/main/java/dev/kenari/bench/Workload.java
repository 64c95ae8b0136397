package dev.kenari.bench;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** One thing to measure on every engine that is there. */
interface Workload {
    /** The groups, in the order of the report. */
    enum Group {
        START,
        KERNELS,
        PROGRAMS,
        SERVICES,
        HARTS,
        STORAGE;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    Group group();

    String name();

    /** Measures and puts what it finds into {@code results}. */
    void run(Laboratory laboratory, Results results) throws IOException, InterruptedException, FailedRun;

    /** Measures, says what was found, and returns whether all went well. */
    default boolean measure(Laboratory laboratory, Results results) throws IOException, InterruptedException {
        System.err.printf("%s: %s%n", group().label(), name());
        try {
            results.clear(group(), name());
            run(laboratory, results);
            if (laboratory.quick()) {
                results.note(group(), name(), Results.EFFORT, "quick");
            }
            results.print(group(), name());
            results.save();
            return true;
        } catch (FailedRun e) {
            System.err.println("  failed: " + e.getMessage());
            return false;
        }
    }

    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** What is left when a program is warm: the median of the second half. */
    static double steady(List<Double> values) {
        return median(values.subList(values.size() / 2, values.size()));
    }
}
