package dev.kenari.tools;

import java.util.List;
import picocli.CommandLine.ParseResult;

/** {@code kenari run}: one command in a fresh kernel. */
final class RunCommand extends Command {
    RunCommand() {
        super(
                "run",
                "run [FLAG]... COMMAND [ARGUMENT]...",
                "Boots a kernel, runs COMMAND in an image, and exits with its exit code.");
        RunOptions.declare(this);
        addOperands();
        spec().usageMessage()
                .footer(
                        "",
                        "Without -i or -t, on a terminal, both are meant. Exit codes: the command's own; 128 and the signal that ended"
                                + " it;",
                        "124 after --timeout, 125 if Kenari failed, 126 if COMMAND can't be executed, 127 if it was not found.");
    }

    @Override
    int execute(ParseResult given) {
        RunOptions options = new RunOptions(given);
        List<String> command = operands(given);
        if (command.isEmpty()) {
            throw usage("run needs a command");
        }
        if (!options.interactive && !options.tty && Terminals.isTerminal()) {
            options.interactive = true;
            options.tty = true;
        }
        return new Run(options, command).execute();
    }
}
