package dev.kenari.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What system calls, switches, faults and processes cost, in nanoseconds. */
record Services() implements Workload {
    private static final int LIMIT = 300;

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
        String seconds = laboratory.quick() ? "0" : "4";
        Optional<List<String>> hello = laboratory.host("hello", List.of());
        if (hello.isPresent()) {
            List<String> command = laboratory.host("micro", List.of(seconds, hello.get().getFirst())).orElseThrow();
            note(Comparison.NATIVE, command, laboratory, results);
        }
        Optional<List<String>> underQemu = laboratory.qemu("hello", List.of());
        if (underQemu.isPresent()) {
            List<String> arguments = new ArrayList<>(List.of(seconds));
            arguments.addAll(underQemu.get());
            note(Comparison.QEMU, laboratory.qemu("micro", arguments).orElseThrow(), laboratory, results);
        }
        // Its own file, as on the host: not one that the host must be asked for.
        String inGuest = "cp /k/hello /tmp/hello && exec /k/micro " + seconds + " /tmp/hello";
        note(Comparison.KENARI, laboratory.kenari(List.of(), List.of("sh", "-c", inGuest)), laboratory, results);
    }

    private void note(String engine, List<String> command, Laboratory laboratory, Results results)
            throws IOException, InterruptedException, FailedRun {
        for (String[] figure : Execution.of(command, laboratory.work(), LIMIT).figures()) {
            results.put(group(), name(), engine + ", " + figure[0], Double.parseDouble(figure[1]));
        }
    }
}
