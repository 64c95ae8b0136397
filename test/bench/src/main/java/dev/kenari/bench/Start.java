package dev.kenari.bench;

import java.io.IOException;
import java.util.List;

/** From the command to its exit, and what it needs of memory; the files are in the host's cache, as is the JVM's archive. */
record Start(String name, List<String> command) implements Workload {
    static final String SECONDS = "seconds";
    static final String MEBIBYTES = "MiB";

    private static final int LIMIT = 120;
    /** Of the first time, which may have to fetch and configure the image. */
    private static final int FIRST_LIMIT = 900;

    @Override
    public Group group() {
        return Group.START;
    }

    @Override
    public void run(Laboratory laboratory, Results results) throws IOException, InterruptedException, FailedRun {
        List<String> kenari = laboratory.bareKenari(command);
        Execution.of(kenari, laboratory.work(), FIRST_LIMIT);
        List<Execution> runs = Execution.repeat(laboratory.quick() ? 3 : 9, kenari, laboratory.work(), LIMIT);
        results.put(group(), name, SECONDS, Workload.median(runs.stream().map(Execution::seconds).toList()));
        results.put(group(), name, MEBIBYTES, Workload.median(runs.stream().map(r -> r.peakKib() / 1024.0).toList()));
    }
}
