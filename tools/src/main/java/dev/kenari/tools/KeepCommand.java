package dev.kenari.tools;

import java.time.temporal.ChronoUnit;
import java.util.List;
import picocli.CommandLine.ParseResult;

/** {@code kenari keep}: what {@code run --keep NAME} has kept. */
final class KeepCommand extends Command {
    KeepCommand() {
        super("keep", "keep COMMAND [NAME]...", "Lists and removes changes that 'kenari run --keep NAME' has kept.");
        add(new ListCommand());
        add(new RemoveCommand());
    }

    @Override
    int execute(ParseResult given) {
        throw usage("keep ls or rm");
    }

    /** {@code kenari keep ls}. */
    private static final class ListCommand extends Command {
        ListCommand() {
            super("ls", "keep ls [--json]", "Lists what is kept.");
            add(flag("Print JSON.", "--json"));
        }

        @Override
        int execute(ParseResult given) {
            List<KeptChanges.Kept> all = KeptChanges.list();
            if (given.hasMatchedOption("--json")) {
                System.out.println("[" + String.join(",", all.stream().map(ListCommand::json).toList()) + "]");
                return 0;
            }
            System.out.printf("%-20s %-20s  %s%n", "NAME", "USED", "IMAGE");
            for (KeptChanges.Kept kept : all) {
                System.out.printf("%-20s %-20s  %s%n", kept.name(), seconds(kept), kept.reference());
            }
            return 0;
        }

        private static String seconds(KeptChanges.Kept kept) {
            return kept.used().truncatedTo(ChronoUnit.SECONDS).toString();
        }

        private static String json(KeptChanges.Kept kept) {
            return "{\"name\":%s,\"used\":\"%s\",\"image\":%s}".formatted(
                    Json.quoted(kept.name()), kept.used(), Json.quoted(kept.reference()));
        }
    }

    /** {@code kenari keep rm}. */
    private static final class RemoveCommand extends Command {
        RemoveCommand() {
            super("rm", "keep rm NAME...", "Removes what is kept under a name.");
            addOperands();
        }

        @Override
        int execute(ParseResult given) {
            if (operands(given).isEmpty()) {
                throw usage("keep rm needs a name");
            }
            operands(given).forEach(KeptChanges::remove);
            return 0;
        }
    }
}
