package dev.kenari.tools;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code kenari run}: one command in a fresh kernel. */
@Command(
        name = "run",
        description = "Boots a kernel, runs COMMAND in an image, and exits with its exit code.",
        footer = {
            "",
            "Without -i or -t, on a terminal, both are meant. Exit codes: the command's own; 128 and the signal that ended it;",
            "124 after --timeout, 125 if Kenari failed, 126 if COMMAND can't be executed, 127 if it was not found."
        },
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    @Mixin
    RunOptions options;

    @Parameters(paramLabel = "COMMAND", arity = "1..*", description = "Program and its arguments.")
    List<String> command;

    @Override
    public Integer call() {
        if (!options.interactive && !options.tty && Terminals.isTerminal()) {
            options.interactive = true;
            options.tty = true;
        }
        return new Run(options, command).execute();
    }
}
