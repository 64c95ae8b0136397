package dev.kenari.bench;

import java.io.IOException;
import java.util.List;

/** The throughput of two programs on two harts, as a multiple of one program's. Needs a host with two processors. */
record TwoHarts(String kernel) implements Workload {
    static final String RATIO = "throughput";

    private static final int LIMIT = 200;

    @Override
    public Group group() {
        return Group.HARTS;
    }

    @Override
    public String name() {
        return "two of " + kernel;
    }

    @Override
    public void run(Laboratory laboratory, Results results) throws IOException, InterruptedException, FailedRun {
        laboratory.build();
        double one = seconds(laboratory, 1);
        double two = seconds(laboratory, 2);
        results.put(group(), name(), "one", one);
        results.put(group(), name(), "two", two);
        results.put(group(), name(), RATIO, 2 * one / two);
    }

    private double seconds(Laboratory laboratory, int parallel) throws IOException, InterruptedException, FailedRun {
        boolean quick = laboratory.quick();
        List<String> command = List.of(
                "/k/repeat", "-p", Integer.toString(parallel), "-n", quick ? "3" : "5", "-s", quick ? "8" : "20",
                "/k/" + kernel, "40");
        return Workload.steady(Execution.of(laboratory.kenari(List.of("--cpus", "2"), command), laboratory.work(), LIMIT)
                .times());
    }
}
