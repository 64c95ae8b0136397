package dev.kenari.tools;

import dev.kenari.image.ImageException;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * One command of {@code kenari}. It is described to picocli in code: reading annotations would cost more at each start than all
 * else that is done with the arguments.
 */
abstract class Command {
    private static final int HELP_WIDTH = 120;
    private static final int HELP_FLAGS_WIDTH = 26;
    private static final int LAST = Integer.MAX_VALUE;

    private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);

    /** @param synopsis what follows {@code kenari} in the help */
    Command(String name, String synopsis, String description) {
        spec.name(name).addOption(flag("Print this.", "-h", "--help").usageHelp(true).order(LAST).build());
        spec.usageMessage()
                .customSynopsis("kenari " + synopsis)
                .synopsisHeading("usage: ")
                .description(description)
                .optionListHeading("%n")
                .commandListHeading("%n")
                .sortOptions(false)
                .width(HELP_WIDTH)
                .longOptionsMaxWidth(HELP_FLAGS_WIDTH);
    }

    /** Does what the arguments say and returns the exit code. */
    abstract int execute(ParseResult given) throws ImageException;

    final CommandSpec spec() {
        return spec;
    }

    /** The user's mistake, told with a way to the help. */
    final ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    final void add(OptionSpec.Builder flag) {
        spec.addOption(flag.build());
    }

    final void add(Command subcommand) {
        spec.addSubcommand(subcommand.spec.name(), subcommand.spec);
    }

    /** Takes what follows the flags; without this, only flags are taken. */
    final void addOperands() {
        spec.addPositional(PositionalParamSpec.builder()
                .arity("0..*")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .hidden(true)
                .build());
    }

    static List<String> operands(ParseResult given) {
        return given.matchedPositionalValue(0, List.of());
    }

    /** A flag without a value. */
    static OptionSpec.Builder flag(String description, String... names) {
        return OptionSpec.builder(names).type(boolean.class).arity("0").description(description);
    }

    /** A flag with a value: a string, if nothing else is said. */
    static OptionSpec.Builder value(String label, String description, String... names) {
        return OptionSpec.builder(names).type(String.class).paramLabel(label).description(description);
    }

    /** A flag with a value that may be given more than once. */
    static OptionSpec.Builder values(String label, String description, String... names) {
        return value(label, description, names).type(List.class).auxiliaryTypes(String.class);
    }
}
