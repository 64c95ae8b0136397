package dev.kenari.tools;

import java.util.List;
import picocli.CommandLine.ParseResult;

/** {@code kenari shell}: an interactive shell in an image. */
final class ShellCommand extends Command {
    ShellCommand() {
        super("shell", "shell [FLAG]...", "Starts an interactive shell.");
        RunOptions.declare(this);
        addOperands();
    }

    @Override
    int execute(ParseResult given) {
        if (!operands(given).isEmpty()) {
            throw usage("shell takes no command: use run");
        }
        RunOptions options = new RunOptions(given);
        options.interactive = true;
        options.tty = Terminals.isTerminal();
        return new Run(options, List.of("/bin/sh", "-c", "exec $(command -v bash || echo sh) -l")).execute();
    }
}
