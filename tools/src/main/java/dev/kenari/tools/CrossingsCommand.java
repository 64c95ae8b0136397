package dev.kenari.tools;

import dev.kenari.designs.Crossings;
import picocli.CommandLine.ParseResult;

/** {@code kenari crossings}: what a call to a component costs, by where it lives. */
final class CrossingsCommand extends Command {
    private static final int CALLS = 200_000;

    CrossingsCommand() {
        super("crossings", "crossings", "Measures a call to a component by where it lives: nanoseconds and counted events.");
    }

    @Override
    int execute(ParseResult given) {
        try {
            System.out.printf("%-24s %10s %9s %8s %9s%n", "crossing", "ns", "messages", "bytes", "switches");
            for (Crossings.Cost cost : Crossings.measure(CALLS)) {
                System.out.printf("%-24s %10.1f %9.2f %8.1f %9.2f%n",
                        cost.crossing(), cost.nanos(), cost.messages(), cost.bytes(), cost.switches());
            }
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.OURS;
        }
    }
}
