package dev.kenari.tools;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code kenari shell}: an interactive shell in an image. */
@Command(name = "shell", description = "Starts an interactive shell.", mixinStandardHelpOptions = true)
final class ShellCommand implements Callable<Integer> {
    @Mixin
    RunOptions options;

    @Override
    public Integer call() {
        options.interactive = true;
        options.tty = Terminals.isTerminal();
        return new Run(options, List.of("/bin/sh", "-c", "exec $(command -v bash || echo sh) -l")).execute();
    }
}
