package dev.kenari.tools;

import java.util.List;
import java.util.Optional;

/** {@code kenari shell}: an interactive shell in an image. */
final class ShellCommand {
    private ShellCommand() {}

    static int run(List<String> arguments) {
        RunOptions options = new RunOptions();
        Flags flags = new Flags("shell [FLAG]...", "Starts an interactive shell.", "");
        options.declare(flags);
        Optional<List<String>> operands = flags.parse(arguments);
        if (operands.isEmpty()) {
            return 0;
        }
        if (!operands.get().isEmpty()) {
            throw flags.usage("shell takes no command: use run");
        }
        options.interactive = true;
        options.tty = Terminals.isTerminal();
        return new Run(options, List.of("/bin/sh", "-c", "exec $(command -v bash || echo sh) -l")).execute();
    }
}
