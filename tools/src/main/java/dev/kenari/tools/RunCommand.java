package dev.kenari.tools;

import java.util.List;
import java.util.Optional;

/** {@code kenari run}: one command in a fresh kernel. */
final class RunCommand {
    private RunCommand() {}

    static int run(List<String> arguments) {
        RunOptions options = new RunOptions();
        Flags flags = new Flags(
                "run [FLAG]... COMMAND [ARGUMENT]...",
                "Boots a kernel, runs COMMAND in an image, and exits with its exit code.",
                """
                Without -i or -t, on a terminal, both are meant. Exit codes: the command's own; 128 and the signal that ended it;
                124 after --timeout, 125 if Kenari failed, 126 if COMMAND can't be executed, 127 if it was not found.""");
        options.declare(flags);
        Optional<List<String>> command = flags.parse(arguments);
        if (command.isEmpty()) {
            return 0;
        }
        if (command.get().isEmpty()) {
            throw flags.usage("run needs a command");
        }
        if (!options.interactive && !options.tty && Terminals.isTerminal()) {
            options.interactive = true;
            options.tty = true;
        }
        return new Run(options, command.get()).execute();
    }
}
