package dev.kenari.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** {@code docs/performance.md} and its plot, from the results. */
final class Report {
    private static final String NONE = "–";

    private final Results results;
    private final StringBuilder text = new StringBuilder();

    Report(Results results) {
        this.results = results;
    }

    void write(Path docs) throws IOException {
        Chart chart = new Chart("Speed relative to qemu-riscv64 (1 = as fast, logarithmic)");
        text.append("""
                # Performance

                Written by `make bench` (`test/bench/run`); do not edit. %s

                Engines of one row are measured one right after the other, and what they print is compared. *native* is the host's own
                build of the same source or program (another version for programs), *qemu* is `qemu-riscv64` user mode. *warm*: the
                median of the second half of the repetitions in one boot (kernels: in one process). *cold*: `kenari` from its
                start to its exit, JVM included, median of three, with no profile of earlier runs; *again*: with the profile that
                those left. Seconds; relations above 1 mean that Kenari is faster.
                A row marked * is from a quick run.

                ![Speed relative to qemu-riscv64](performance.svg)

                """.formatted(host()));
        compared(
                "Kernels",
                "C loops of our own (`test/bench/guest/kernels`), `gcc -O2 -static`; `alu` is in no mean.",
                Workload.Group.KERNELS,
                chart);
        compared(
                "Programs",
                "Debian's packages, unmodified, on the files of `test/bench/guest/programs` and a text of 3 MiB.",
                Workload.Group.PROGRAMS,
                chart);
        services();
        starts();
        harts();
        Files.createDirectories(docs);
        Files.writeString(docs.resolve("performance.md"), text);
        Files.writeString(docs.resolve("performance.svg"), chart.svg());
        System.err.println("wrote " + docs.resolve("performance.md") + " and its plot");
    }

    static String host() throws IOException {
        String processor = "an unknown processor";
        Path information = Path.of("/proc/cpuinfo");
        if (Files.isReadable(information)) {
            processor = Files.readAllLines(information).stream()
                    .filter(l -> l.startsWith("model name"))
                    .map(l -> l.substring(l.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(processor);
        }
        Runtime.Version java = Runtime.version();
        return "Measured on %d processors (%s), JDK %d.%d.%d."
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        processor,
                        java.feature(),
                        java.interim(),
                        java.update());
    }

    private void heading(String title, String description, String... columns) {
        text.append("## ").append(title).append("\n\n").append(description).append("\n\n");
        row(columns);
        text.append("|---").append("|--:".repeat(columns.length - 1)).append("|\n");
    }

    private void row(String... cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    private void compared(String title, String description, Workload.Group group, Chart chart) {
        heading(
                title,
                description,
                group == Workload.Group.KERNELS ? "kernel" : "program",
                "native",
                "qemu",
                "warm",
                "cold",
                "again",
                "warm, relative to qemu",
                "cold, relative to qemu",
                "again, relative to qemu",
                "warm, relative to native",
                "output");
        List<Double> warmRatios = new ArrayList<>();
        List<Double> coldRatios = new ArrayList<>();
        List<Double> againRatios = new ArrayList<>();
        List<Double> nativeRatios = new ArrayList<>();
        chart.group(title);
        for (Workload workload : Suite.of(group)) {
            String name = workload.name();
            OptionalDouble host = results.get(group, name, Comparison.NATIVE + Comparison.WARM);
            OptionalDouble qemu = results.get(group, name, Comparison.QEMU + Comparison.WARM);
            OptionalDouble warm = results.get(group, name, Comparison.KENARI + Comparison.WARM);
            OptionalDouble cold = results.get(group, name, Comparison.KENARI + Comparison.COLD);
            if (warm.isEmpty()) {
                continue;
            }
            // A program's process is all that qemu runs; a kernel's repetitions are timed apart from its process.
            OptionalDouble coldQemu = group == Workload.Group.KERNELS
                    ? results.get(group, name, Comparison.QEMU + Comparison.COLD)
                    : qemu;
            OptionalDouble warmRatio = ratio(qemu, warm);
            OptionalDouble coldRatio = ratio(coldQemu, cold);
            OptionalDouble again = results.get(group, name, Comparison.KENARI + Comparison.AGAIN);
            OptionalDouble againRatio = ratio(coldQemu, again);
            OptionalDouble nativeRatio = ratio(host, warm);
            if (!name.equals("alu")) {
                warmRatio.ifPresent(warmRatios::add);
                coldRatio.ifPresent(coldRatios::add);
                againRatio.ifPresent(againRatios::add);
                nativeRatio.ifPresent(nativeRatios::add);
            }
            chart.bars(name, warmRatio, coldRatio);
            row(
                    label(workload),
                    seconds(host),
                    seconds(qemu),
                    seconds(warm),
                    seconds(cold),
                    seconds(again),
                    times(warmRatio),
                    times(coldRatio),
                    times(againRatio),
                    times(nativeRatio),
                    results.text(group, name, Comparison.OUTPUT));
        }
        OptionalDouble warmMean = geometricMean(warmRatios);
        OptionalDouble coldMean = geometricMean(coldRatios);
        chart.bars("geometric mean", warmMean, coldMean);
        String nativeMean = times(geometricMean(nativeRatios));
        String againMean = times(geometricMean(againRatios));
        row(
                "**geometric mean**",
                "",
                "",
                "",
                "",
                "",
                bold(times(warmMean)),
                bold(times(coldMean)),
                bold(againMean),
                bold(nativeMean),
                "");
        text.append("\n");
    }

    private static String bold(String text) {
        return "**" + text + "**";
    }

    private void services() {
        heading(
                "System services",
                "Nanoseconds an operation, median of nine batches of 10 ms and more, after the operation has gone on for four seconds"
                        + " (`test/bench/guest/micro.c`). Under qemu, exec starts another qemu.",
                "operation",
                "native",
                "qemu",
                "kenari",
                "relative to native");
        String prefix = Comparison.KENARI + ", ";
        for (String figure : results.names(Workload.Group.SERVICES, "micro")) {
            if (figure.startsWith(prefix)) {
                String operation = figure.substring(prefix.length());
                OptionalDouble host = service(Comparison.NATIVE, operation);
                OptionalDouble kenari = service(Comparison.KENARI, operation);
                row(
                        operation,
                        nanos(host),
                        nanos(service(Comparison.QEMU, operation)),
                        nanos(kenari),
                        times(ratio(host, kenari)));
            }
        }
        text.append("\n");
    }

    private OptionalDouble service(String engine, String operation) {
        return results.get(Workload.Group.SERVICES, "micro", engine + ", " + operation);
    }

    private void starts() {
        heading(
                "Start to exit",
                "`kenari run ...`, files in the host's cache; median of nine; the largest resident set of the JVM.",
                "command",
                "seconds",
                "MiB");
        for (Workload workload : Suite.of(Workload.Group.START)) {
            String name = workload.name();
            row(
                    "`" + name + "`" + mark(workload),
                    seconds(results.get(Workload.Group.START, name, Start.SECONDS)),
                    number("%.0f", results.get(Workload.Group.START, name, Start.MEBIBYTES)));
        }
        text.append("\n");
    }

    private void harts() {
        heading(
                "Two harts",
                "Two processes of a kernel at once with `--cpus 2`: their throughput, where one process alone is 1.",
                "workload",
                "one, seconds",
                "two, seconds",
                "throughput");
        for (Workload workload : Suite.of(Workload.Group.HARTS)) {
            String name = workload.name();
            row(
                    label(workload),
                    seconds(results.get(Workload.Group.HARTS, name, "one")),
                    seconds(results.get(Workload.Group.HARTS, name, "two")),
                    times(results.get(Workload.Group.HARTS, name, TwoHarts.RATIO)));
        }
    }

    private String label(Workload workload) {
        return workload.name() + mark(workload);
    }

    private String mark(Workload workload) {
        return results.text(workload.group(), workload.name(), Results.EFFORT).isEmpty() ? "" : " *";
    }

    private static OptionalDouble ratio(OptionalDouble of, OptionalDouble to) {
        return of.isEmpty() || to.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(of.getAsDouble() / to.getAsDouble());
    }

    private static OptionalDouble geometricMean(List<Double> values) {
        return values.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(Math.exp(values.stream().mapToDouble(Math::log).average().orElseThrow()));
    }

    private static String seconds(OptionalDouble value) {
        return number(value.isPresent() && value.getAsDouble() < 0.1 ? "%.4f" : "%.3f", value);
    }

    private static String nanos(OptionalDouble value) {
        return number("%,.0f", value);
    }

    private static String times(OptionalDouble value) {
        return number(value.isPresent() && value.getAsDouble() < 0.1 ? "%.3f" : "%.2f", value);
    }

    private static String number(String format, OptionalDouble value) {
        return value.isEmpty() ? NONE : String.format(Locale.ROOT, format, value.getAsDouble());
    }
}
