package dev.kenari.tools;

import dev.kenari.designs.FaultOutcome;
import dev.kenari.kernel.fault.Fault;
import dev.kenari.kernel.fault.FaultKind;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/** {@code kenari fault}: {@code run} with a component that fails. */
final class FaultCommand extends Command {
    private static final String KINDS =
            Arrays.stream(FaultKind.values()).map(FaultKind::label).collect(Collectors.joining(", "));

    FaultCommand() {
        super(
                "fault",
                "fault --component NAME --kind KIND [--seed N] [--at N] [FLAG]... COMMAND [ARGUMENT]...",
                "Runs COMMAND as 'run' does while a component fails, and says what became of the fault.");
        add(value("NAME", "What fails: a component, such as virtio_blk, or one instance, virtio_blk/vda.", "--component"));
        add(value("KIND", "How: " + KINDS + ".", "--kind").type(FaultKind.class).converters(FaultCommand::kind));
        add(value("N", "At which call, interrupt or transfer, from 1 (default: 1).", "--at")
                .type(Long.class)
                .converters(FaultCommand::number));
        RunOptions.declare(this);
        addOperands();
    }

    private static FaultKind kind(String label) {
        return FaultKind.of(label).orElseThrow(() -> new TypeConversionException("'" + label + "' is none of " + KINDS));
    }

    private static Long number(String text) {
        try {
            long number = Long.parseLong(text);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // The same mistake.
        }
        throw new TypeConversionException("'" + text + "' is no number from 1");
    }

    @Override
    int execute(ParseResult given) {
        RunOptions options = new RunOptions(given);
        List<String> command = operands(given);
        String component = given.matchedOptionValue("--component", null);
        FaultKind kind = given.matchedOptionValue("--kind", null);
        if (command.isEmpty() || component == null || kind == null) {
            throw usage("fault needs --component, --kind and a command");
        }
        long seed = options.seed == null ? 0 : options.seed;
        return new Run(options, command, new Fault(component, kind, seed, given.matchedOptionValue("--at", 1L))).execute();
    }

    static void report(Fault fault, FaultOutcome outcome, boolean panicked) {
        StringBuilder line = new StringBuilder("kenari: fault " + fault.id() + ": ");
        if (!outcome.injected()) {
            line.append("not injected: the board has no such component");
        } else if (!outcome.activated()) {
            line.append("injected, not activated: it was never due");
        } else {
            line.append("activated at ").append(outcome.site());
            line.append(panicked ? "; the kernel panicked" : "; the kernel survived");
            line.append("; programs killed: ").append(outcome.oopses());
            line.append("; components ended: ").append(outcome.ended());
            line.append(outcome.recoveryNanos() < 0
                    ? "; no good call since"
                    : String.format(Locale.ROOT, "; next good call after %.3f ms", outcome.recoveryNanos() / 1e6));
        }
        System.err.println(line);
    }
}
