package dev.kenari.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Kenari beside {@code qemu-riscv64} and the host itself: {@code test/bench/run} starts it. What it measures is in
 * {@link Suite}; each workload's engines are measured one right after the other, so ratios hold where the host's speed
 * drifts. What was measured is kept in {@code test/bench/target/results.tsv}; the whole suite, and {@code --report}, write
 * {@code docs/performance.md} and its plot from it; what includes storage, {@code docs/storage-performance.md}.
 */
public final class Bench {
    private static final String USAGE = """
            usage: test/bench/run [--quick] [--kenari FILE] [NAME...]
                   test/bench/run --list | --report
            NAME is a workload or a group of them: start kernels programs services harts storage.
            --quick   fewer and shorter runs; marked in the report
            --report  write docs/performance.md from what was measured last
            --kenari  the command to measure (default: ./kenari)""";

    private boolean quick;
    private boolean list;
    private boolean report;
    private Path kenari;
    private final List<String> names = new ArrayList<>();

    private Bench() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path home = Path.of(arguments[0]);
        Bench bench = new Bench();
        if (!bench.parse(List.of(arguments).subList(1, arguments.length), home)) {
            System.err.println(USAGE);
            System.exit(2);
        }
        System.exit(bench.run(home));
    }

    private boolean parse(List<String> arguments, Path home) {
        kenari = home.resolve("kenari");
        for (int i = 0; i < arguments.size(); i++) {
            switch (arguments.get(i)) {
                case "--quick" -> quick = true;
                case "--help", "-h" -> {
                    System.out.println(USAGE);
                    System.exit(0);
                }
                case "--list" -> list = true;
                case "--report" -> report = true;
                case "--kenari" -> {
                    if (++i == arguments.size()) {
                        return false;
                    }
                    kenari = Path.of(arguments.get(i)).toAbsolutePath();
                }
                case String name when name.startsWith("-") || !Suite.knows(name) -> {
                    System.err.println("error: unknown: " + name);
                    return false;
                }
                case String name -> names.add(name);
            }
        }
        return true;
    }

    private int run(Path home) throws IOException, InterruptedException {
        if (list) {
            Suite.ALL.forEach(w -> System.out.printf("%-9s %s%n", w.group().label(), w.name()));
            return 0;
        }
        Path target = home.resolve("test/bench/target");
        Results results = new Results(target.resolve("results.tsv"));
        int failures = 0;
        if (!report) {
            Laboratory laboratory = new Laboratory(home, target, kenari, quick);
            for (Workload workload : Suite.select(names)) {
                failures += workload.measure(laboratory, results) ? 0 : 1;
            }
        }
        if (report || names.isEmpty()) {
            new Report(results).write(home.resolve("docs"));
        }
        if (report || Suite.select(names).contains(new Storage())) {
            new StorageReport(results).write(home.resolve("docs"));
        }
        System.err.println(failures == 0 ? "done" : failures + " workloads failed");
        return failures == 0 ? 0 : 1;
    }
}
