package dev.kenari.bench;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What system calls, switches, faults and processes cost, in nanoseconds. */
record Services() implements Workload {
    private static final int LIMIT = 120;

    @Override
    public Group group() {
        return Group.SERVICES;
    }

    @Override
    public String name() {
        return "micro";
    }

    @Override
    public void run(Laboratory laboratory, Results results) throws IOException, InterruptedException, FailedRun {
        Optional<List<String>> hello = laboratory.host("hello", List.of());
        if (hello.isPresent()) {
            note(Comparison.NATIVE, laboratory.host("micro", hello.get()).orElseThrow(), laboratory, results);
        }
        Optional<List<String>> underQemu = laboratory.qemu("hello", List.of());
        if (underQemu.isPresent()) {
            note(Comparison.QEMU, laboratory.qemu("micro", underQemu.get()).orElseThrow(), laboratory, results);
        }
        note(Comparison.KENARI, laboratory.kenari(List.of(), List.of("/k/micro", "/k/hello")), laboratory, results);
    }

    private void note(String engine, List<String> command, Laboratory laboratory, Results results)
            throws IOException, InterruptedException, FailedRun {
        for (String[] figure : Execution.of(command, laboratory.work(), LIMIT).figures()) {
            results.put(group(), name(), engine + ", " + figure[0], Double.parseDouble(figure[1]));
        }
    }
}
