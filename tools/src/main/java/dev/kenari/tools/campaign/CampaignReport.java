package dev.kenari.tools.campaign;

import dev.kenari.designs.Design;
import dev.kenari.designs.Row;
import dev.kenari.kernel.component.InstanceLimits;
import dev.kenari.kernel.domain.DomainQuota;
import dev.kenari.kernel.fault.FaultKind;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** What a campaign found, for docs/faults.md. */
public final class CampaignReport {
    /** How long a driver may take to answer in a campaign, so that one that hangs costs no half minute. */
    private static final long START_NANOS = 8_000_000_000L;
    private static final long ANSWER_NANOS = 2_000_000_000L;
    /** What it may compute for an answer: a fraction of a second. */
    private static final int SLICES = 1 << 10;
    /** The memory that it may hold: 4 MiB, enough for any driver. All of a leak is what a boot costs the JVM. */
    private static final int FRAMES = 1 << 10;
    /** Faults tried for each that is to manifest, at most. */
    private static final int TRIES = 6;
    private static final int LOST_SHOWN = 12;

    private final StringBuilder text = new StringBuilder();
    private final Map<String, List<Trial>> designs = new LinkedHashMap<>();
    /** Of the machine, while each design was tried. */
    private final List<String> loads = new ArrayList<>();

    private CampaignReport() {}

    /** Runs {@code campaign} in every design and returns the report. @param progress hears of each design */
    public static String of(Campaign campaign, long seed, int faults, Consumer<String> progress) throws InterruptedException {
        CampaignReport report = new CampaignReport();
        for (Design design : Design.all()) {
            campaign.warmUp(quick(design));
            List<Trial> trials = campaign.run(quick(design), faults, faults * TRIES, progress);
            report.designs.put(design.name(), trials);
            report.loads.add("%.1f".formatted(ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()));
            progress.accept(design.name() + ": " + trials.size() + " faults, " + count(trials, Trial::manifested) + " manifested, "
                    + count(manifested(trials), Trial::alive) + " of those survived");
        }
        return report.write(seed, faults);
    }

    /** The design with less patience. */
    static Design quick(Design design) {
        return new Design(design.name(), design.rows().stream().map(CampaignReport::quick).toList());
    }

    private static Row quick(Row row) {
        if (row.limits() == null) {
            return row;
        }
        InstanceLimits limits = row.limits();
        DomainQuota quota = new DomainQuota(SLICES, limits.quota().heapBytes(), limits.quota().stackWords());
        return new Row(
                row.component(),
                row.placement(),
                row.byMessage(),
                new InstanceLimits(
                        limits.tasks(),
                        Math.min(limits.frames(), FRAMES),
                        quota,
                        START_NANOS,
                        ANSWER_NANOS,
                        limits.restart(),
                        limits.heartbeat(),
                        limits.scheduling()),
                row.peers());
    }

    static long count(List<Trial> trials, Predicate<Trial> of) {
        return trials.stream().filter(of).count();
    }

    static List<Trial> manifested(List<Trial> trials) {
        return trials.stream().filter(Trial::manifested).toList();
    }

    private String write(long seed, int faults) {
        text.append("""
                # What becomes of a driver's faults

                Written by `kenari campaign --faults %d --seed %d`; `make campaign` asks for 1,000. The same list of faults is injected into the disk's driver in
                every design, one boot for each: a worker writes and reads back a disk, a bystander computes, and afterwards the disk is tried
                again and its bytes are compared on the host. Nobody judges but the program.

                - *injected*: put into a driver that was there; *activated*: it happened; *manifested*: something that can be seen was not as
                  without it (a panic, a hang, an oops, the end of a domain, a wrong exit code, other bytes on the disk).
                - *survived*: the kernel ran to its end. *others right*: the bystander was. *service back*: the disk served afterwards.
                  *workload right*: no error and no wrong data reached the worker. *data intact*: every block of the disk holds what it held
                  before or what the worker wrote, and all that was reported as written. All of these are of the manifested.
                - Bounds are of the 95 %% confidence interval (Wilson). Recovery is from the fault to the end of the driver's next good call:
                  detection, restart and the first good operation, in board time, which is the host's.
                - In a domain a driver has 8 s to start, 2 s to answer and a fraction of a second to compute, so that a hang costs no minutes, and
                  4 MiB of memory; in the designs as shipped it has 120 s, 30 s, some seconds, and what their tables say.

                | design | injected | activated | manifested | survived | others right | service back | workload right | data intact | recovery p50 | p99 |
                |---|---|---|---|---|---|---|---|---|---|---|
                """.formatted(faults, seed));
        designs.forEach(this::row);
        text.append("""

                The machine has %d processors; its load was %s after the three. A recovery's time is the machine's at that load, and the p99 is a
                driver's time to start or to answer.
                """.formatted(Runtime.getRuntime().availableProcessors(), String.join(", ", loads)));
        text.append("""

                ## By kind

                Of the manifested: survived / workload right / data intact.

                | kind |""");
        designs.keySet().forEach(name -> text.append(' ').append(name).append(" |"));
        text.append("\n|---|").append("---|".repeat(designs.size())).append('\n');
        for (FaultKind kind : FaultKind.values()) {
            text.append("| ").append(kind.label()).append(" |");
            designs.values().forEach(trials -> byKind(manifested(trials), kind));
            text.append('\n');
        }
        ends();
        return text.toString();
    }

    private void row(String name, List<Trial> trials) {
        List<Trial> seen = manifested(trials);
        text.append("| ").append(name);
        text.append(" | ").append(count(trials, Trial::injected));
        text.append(" | ").append(count(trials, Trial::activated));
        text.append(" | ").append(seen.size());
        for (Predicate<Trial> of : List.<Predicate<Trial>>of(
                Trial::alive, Trial::othersCorrect, Trial::serviceBack, Trial::workloadCorrect, Trial::dataIntact)) {
            text.append(" | ").append(share(count(seen, of), seen.size()));
        }
        long[] recoveries = seen.stream().mapToLong(Trial::recoveryNanos).filter(n -> n >= 0).sorted().toArray();
        text.append(" | ").append(quantile(recoveries, 0.5)).append(" | ").append(quantile(recoveries, 0.99)).append(" |\n");
    }

    /** A share in percent with the bounds of its confidence interval (Wilson, 1927). */
    static String share(long of, long all) {
        if (all == 0) {
            return "-";
        }
        double z = 1.96;
        double p = (double) of / all;
        double centre = p + z * z / (2 * all);
        double margin = z * Math.sqrt(p * (1 - p) / all + z * z / (4.0 * all * all));
        double scale = 1 + z * z / all;
        return String.format(
                Locale.ROOT,
                "%.1f %% (%.1f-%.1f)",
                100 * p,
                100 * Math.max(0, (centre - margin) / scale),
                100 * Math.min(1, (centre + margin) / scale));
    }

    private static String quantile(long[] sorted, double q) {
        return sorted.length == 0
                ? "-"
                : String.format(Locale.ROOT, "%.1f ms", sorted[(int) Math.min(sorted.length - 1, q * sorted.length)] / 1e6);
    }

    private void byKind(List<Trial> seen, FaultKind kind) {
        List<Trial> of = seen.stream().filter(t -> t.fault().kind() == kind).toList();
        text.append(of.isEmpty()
                ? " none manifested |"
                : " %d / %d / %d of %d |".formatted(
                        count(of, Trial::alive), count(of, Trial::workloadCorrect), count(of, Trial::dataIntact), of.size()));
    }

    private void ends() {
        text.append("\n## How runs with a manifested fault ended\n\n");
        designs.forEach((name, trials) -> {
            Map<String, Integer> ends = new LinkedHashMap<>();
            manifested(trials).forEach(t -> ends.merge(t.end(), 1, Integer::sum));
            List<String> parts = new ArrayList<>();
            ends.forEach((end, n) -> parts.add(n + " " + end));
            text.append("- ").append(name).append(": ").append(String.join(", ", parts)).append('\n');
        });
        text.append("\nThe first few that the kernel did not survive:\n\n");
        designs.forEach((name, trials) -> {
            List<String> lost = manifested(trials).stream()
                    .filter(t -> !t.alive())
                    .limit(LOST_SHOWN)
                    .map(t -> t.end() + " `" + t.fault().id() + "`")
                    .toList();
            text.append("- ").append(name).append(": ").append(lost.isEmpty() ? "none" : String.join(", ", lost)).append('\n');
        });
        text.append("\nOne fault again: `kenari fault --design D --component virtio_blk/vda --kind KIND --seed SEED --at SITE COMMAND`; a fault's"
                + " name is KIND@COMPONENT:SITE#SEED.\n");
    }
}
