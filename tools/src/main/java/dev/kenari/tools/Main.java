package dev.kenari.tools;

import java.util.List;

/**
 * The command {@code kenari}. It reads its arguments itself: a general library for that takes longer to start than the kernel
 * (docs/startup.md).
 */
public final class Main {
    private static final String HELP = """
            usage: kenari COMMAND [FLAG]... [ARGUMENT]...
            Runs unmodified Linux programs on an operating-system kernel written in Java.

              run COMMAND    Boot a kernel, run COMMAND in an image, exit with its exit code.
              shell          Start an interactive shell.
              image          List, build and remove images.
              doctor         Say what is missing on this host and how to get it.

              -h, --help     Print this; after a command, its flags.
              -V, --version  Print the version.
            """;

    private Main() {}

    public static void main(String[] arguments) {
        int status;
        try {
            status = run(List.of(arguments));
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

    static int run(List<String> arguments) {
        if (arguments.isEmpty()) {
            throw new UserError("usage", "kenari needs a command; see 'kenari --help'");
        }
        List<String> rest = arguments.subList(1, arguments.size());
        return switch (arguments.getFirst()) {
            case "run" -> RunCommand.run(rest);
            case "shell" -> ShellCommand.run(rest);
            case "image" -> ImageCommand.run(rest);
            case "doctor" -> DoctorCommand.run(rest);
            case "-h", "--help" -> print(HELP);
            case "-V", "--version" -> print("kenari 0.1.0 on Java " + Runtime.version() + "\n");
            default -> throw new UserError(
                    "usage", "unknown command '" + arguments.getFirst() + "'; see 'kenari --help'");
        };
    }

    private static int print(String text) {
        System.out.print(text);
        return 0;
    }
}
