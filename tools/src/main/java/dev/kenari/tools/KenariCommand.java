package dev.kenari.tools;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine.ParseResult;

/** {@code kenari} itself: its commands, and its version. */
final class KenariCommand extends Command {
    private static final Map<String, Supplier<Command>> COMMANDS = new LinkedHashMap<>();

    static {
        COMMANDS.put("run", RunCommand::new);
        COMMANDS.put("shell", ShellCommand::new);
        COMMANDS.put("image", ImageCommand::new);
        COMMANDS.put("keep", KeepCommand::new);
        COMMANDS.put("crash", CrashCommand::new);
        COMMANDS.put("service", ServiceCommand::new);
        COMMANDS.put("crossings", CrossingsCommand::new);
        COMMANDS.put("fault", FaultCommand::new);
        COMMANDS.put("campaign", CampaignCommand::new);
        COMMANDS.put("doctor", DoctorCommand::new);
    }

    /** @param first the first argument: if it names a command, the others are not described, for a quick start */
    KenariCommand(String first) {
        super(
                "kenari",
                "COMMAND [FLAG]... [ARGUMENT]...",
                "Runs unmodified Linux programs on an operating-system kernel written in Java.");
        add(flag("Print the version.", "-V", "--version").versionHelp(true));
        COMMANDS.forEach((name, command) -> {
            if (name.equals(first) || !COMMANDS.containsKey(first)) {
                add(command.get());
            }
        });
    }

    @Override
    int execute(ParseResult given) {
        throw usage("kenari needs a command");
    }
}
