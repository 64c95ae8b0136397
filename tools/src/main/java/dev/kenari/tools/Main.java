package dev.kenari.tools;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;

/** The command {@code kenari}. */
@Command(
        name = "kenari",
        description = "Runs unmodified Linux programs on an operating-system kernel written in Java.",
        subcommands = {RunCommand.class, ShellCommand.class, ImageCommand.class, DoctorCommand.class},
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        synopsisSubcommandLabel = "COMMAND")
public final class Main {
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"kenari 0.1.0 on Java " + Runtime.version()};
        }
    }

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Main())
                .setStopAtPositional(true)
                .setExecutionExceptionHandler((e, line, result) -> report(e))
                .setParameterExceptionHandler(Main::explain)
                .execute(arguments));
    }

    private static int report(Exception e) throws Exception {
        if (e instanceof UserError error) {
            System.err.println(error.line());
            return ExitCode.OURS;
        }
        throw e;
    }

    private static int explain(ParameterException e, String[] arguments) {
        System.err.println("error: usage: " + e.getMessage() + "; see 'kenari "
                + (e.getCommandLine().getParent() == null ? "" : e.getCommandLine().getCommandName() + " ") + "--help'");
        return ExitCode.OURS;
    }
}
