package dev.kenari.tools;

import dev.kenari.image.ImageException;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code kenari}. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        int status;
        try {
            status = run(arguments);
        } catch (UserError error) {
            System.err.println(error.line());
            status = ExitCode.OURS;
        } catch (RuntimeException | Error e) {
            System.err.println("error: internal: " + e + "; a bug of Kenari's: KENARI_DEBUG=1 shows where");
            if (System.getenv("KENARI_DEBUG") != null) {
                e.printStackTrace();
            }
            status = ExitCode.OURS;
        }
        System.exit(status);
    }

    static int run(String... arguments) {
        try {
            ParseResult given = parse(arguments);
            CommandSpec spec = given.commandSpec();
            if (given.isUsageHelpRequested()) {
                spec.commandLine().usage(System.out, Ansi.OFF);
                return 0;
            }
            if (given.isVersionHelpRequested()) {
                System.out.println("kenari 0.1.0 on Java " + Runtime.version());
                return 0;
            }
            return ((Command) spec.userObject()).execute(given);
        } catch (ParameterException e) {
            throw new UserError(
                    "usage",
                    explain(e) + "; see '" + e.getCommandLine().getCommandSpec().qualifiedName() + " --help'");
        } catch (ImageException e) {
            throw new UserError(e.id(), e.getMessage());
        }
    }

    /** What the arguments say, for the command that they name. */
    static ParseResult parse(String... arguments) {
        CommandLine line = new CommandLine(new KenariCommand(arguments.length == 0 ? "" : arguments[0]).spec())
                .setStopAtPositional(true)
                .setExpandAtFiles(false)
                .setOverwrittenOptionsAllowed(true);
        ParseResult given = line.parseArgs(arguments);
        while (given.hasSubcommand()) {
            given = given.subcommand();
        }
        return given;
    }

    /** The user's mistake in our words. */
    static String explain(ParameterException e) {
        ArgSpec of = e instanceof MissingParameterException missing ? missing.getMissing().getFirst() : e.getArgSpec();
        String name = of instanceof OptionSpec flag ? flag.names()[0] : "";
        return switch (e) {
            case UnmatchedArgumentException unknown -> {
                String argument = unknown.getUnmatched().getFirst();
                if (argument.startsWith("-")) {
                    yield "unknown flag " + argument;
                }
                CommandSpec spec = e.getCommandLine().getCommandSpec();
                yield spec.subcommands().isEmpty()
                        ? "'" + argument + "': " + spec.name() + " takes only flags"
                        : "unknown command '" + argument + "'";
            }
            case MissingParameterException _ -> name + " needs " + of.paramLabel();
            default -> e.getCause() instanceof TypeConversionException mistake
                    ? name + ": " + mistake.getMessage()
                    : e.getMessage();
        };
    }
}
