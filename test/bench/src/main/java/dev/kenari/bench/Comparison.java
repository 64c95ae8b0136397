package dev.kenari.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Runs one workload's commands on the engines, compares what they print, and notes the figures. */
final class Comparison {
    static final String NATIVE = "native";
    static final String QEMU = "qemu";
    static final String KENARI = "kenari";
    static final String WARM = " warm";
    static final String BEST = " best";
    static final String COLD = " cold";
    /** As cold, but what ran hot is known from the run before. */
    static final String AGAIN = " again";

    static final String OUTPUT = "output";

    private final Laboratory laboratory;
    private final Results results;
    private final Workload workload;
    private Execution first;
    private String engine;
    private final List<String> agreeing = new ArrayList<>();

    Comparison(Laboratory laboratory, Results results, Workload workload) {
        this.laboratory = laboratory;
        this.results = results;
        this.workload = workload;
    }

    /** A command that prints the nanoseconds of its repetitions; returns a repetition's seconds once it is warm. */
    double warm(String on, List<String> command, int limit) throws IOException, InterruptedException, FailedRun {
        Execution run = Execution.of(command, laboratory.work(), limit);
        if (run.times().isEmpty()) {
            throw new FailedRun("no times: " + String.join(" ", command));
        }
        compare(on, run);
        double steady = Workload.steady(run.times());
        results.put(workload.group(), workload.name(), on + WARM, steady);
        results.put(
                workload.group(),
                workload.name(),
                on + BEST,
                run.times().stream().mapToDouble(t -> t).min().orElseThrow());
        return steady;
    }

    /** Whole processes, start included; Kenari's as if the command had never run before. */
    void cold(String on, List<String> command, int limit) throws IOException, InterruptedException, FailedRun {
        whole(on, COLD, command, limit, true);
    }

    /** Whole processes once more, which may remember the earlier ones. */
    void again(String on, List<String> command, int limit) throws IOException, InterruptedException, FailedRun {
        whole(on, AGAIN, command, limit, false);
    }

    private void whole(String on, String how, List<String> command, int limit, boolean forget)
            throws IOException, InterruptedException, FailedRun {
        List<Double> seconds = new ArrayList<>();
        for (int i = 0; i < (laboratory.quick() ? 1 : 3); i++) {
            if (forget) {
                laboratory.forget();
            }
            Execution run = Execution.of(command, laboratory.work(), limit);
            compare(on, run);
            seconds.add(run.seconds());
        }
        results.put(workload.group(), workload.name(), on + how, Workload.median(seconds));
    }

    /** The next commands' output has nothing to do with the earlier ones'. */
    void anew() {
        first = null;
        agreeing.clear();
    }

    private void compare(String on, Execution run) throws FailedRun {
        if (first == null) {
            first = run;
            engine = on;
        } else if (!run.sameOutput(first)) {
            throw new FailedRun(on + " and " + engine + " print different things");
        }
        if (!agreeing.contains(on)) {
            agreeing.add(on);
        }
        results.note(workload.group(), workload.name(), OUTPUT, "same on " + String.join(", ", agreeing));
    }
}
