package dev.kenari.bench;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A loop of our own in C. Warm: within one process, by its own clock. Cold: a process of a second of qemu's time.
 */
record Kernel(String name) implements Workload {
    private static final int LIMIT = 300;

    @Override
    public Group group() {
        return Group.KERNELS;
    }

    @Override
    public void run(Laboratory laboratory, Results results) throws IOException, InterruptedException, FailedRun {
        List<String> timed = List.of("-t", laboratory.quick() ? "3" : "15", "2");
        Optional<List<String>> host = laboratory.host(name, timed);
        Optional<List<String>> qemu = laboratory.qemu(name, timed);
        Comparison comparison = new Comparison(laboratory, results, this);
        if (host.isPresent()) {
            comparison.warm(Comparison.NATIVE, host.get(), LIMIT);
        }
        double repetition = qemu.isPresent() ? comparison.warm(Comparison.QEMU, qemu.get(), LIMIT) : 0.02;
        List<String> here = laboratory.kenari(
                List.of(), List.of("/k/" + name, "-t", laboratory.quick() ? "5" : "1000", laboratory.quick() ? "3" : "8"));
        comparison.warm(Comparison.KENARI, here, LIMIT);

        String repeats = Long.toString(Math.max(1, Math.round((laboratory.quick() ? 0.2 : 1) / repetition)));
        Optional<List<String>> coldQemu = laboratory.qemu(name, List.of(repeats));
        if (coldQemu.isPresent()) {
            comparison.cold(Comparison.QEMU, coldQemu.get(), LIMIT);
        }
        comparison.cold(Comparison.KENARI, laboratory.kenari(List.of(), List.of("/k/" + name, repeats)), LIMIT);
    }
}
