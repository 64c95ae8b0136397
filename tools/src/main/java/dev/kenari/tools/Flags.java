package dev.kenari.tools;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The flags of one command: declared in the order of its help, read as Docker and getopt_long(3) read them, up to the first
 * operand or {@code --}. {@code -h} and {@code --help} print the help.
 */
final class Flags {
    private static final int HELP_INDENT = 26;
    private static final int HELP_WIDTH = 110;

    /** @param label what stands for the value in the help; null if the flag has none */
    private record Flag(List<String> names, String label, String description, Consumer<String> set) {}

    private final String synopsis;
    private final String description;
    private final String footer;
    private final List<Flag> flags = new ArrayList<>();

    /** @param synopsis the command's name and what follows, as {@code run [FLAG]... COMMAND} */
    Flags(String synopsis, String description, String footer) {
        this.synopsis = synopsis;
        this.description = description;
        this.footer = footer;
    }

    /** @param names separated by spaces, the short one first */
    Flags flag(String names, String description, Runnable set) {
        flags.add(new Flag(List.of(names.split(" ")), null, description, value -> set.run()));
        return this;
    }

    /** A flag with a value; {@code set} throws {@link IllegalArgumentException} with a message for the user. */
    Flags value(String names, String label, String description, Consumer<String> set) {
        flags.add(new Flag(List.of(names.split(" ")), label, description, set));
        return this;
    }

    /** Sets what {@code arguments} say and returns the operands; empty if help was wanted, which has been printed. */
    Optional<List<String>> parse(List<String> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.equals("-h") || argument.equals("--help")) {
                System.out.print(help());
                return Optional.empty();
            }
            if (argument.equals("--")) {
                return Optional.of(arguments.subList(i + 1, arguments.size()));
            }
            if (!argument.startsWith("-") || argument.equals("-")) {
                return Optional.of(arguments.subList(i, arguments.size()));
            }
            String next = i + 1 < arguments.size() ? arguments.get(i + 1) : null;
            boolean usedNext = argument.startsWith("--") ? isLong(argument, next) : isShort(argument, next);
            i += usedNext ? 1 : 0;
        }
        return Optional.of(List.of());
    }

    /** {@code --name}, {@code --name value} or {@code --name=value}; returns whether {@code next} was the value. */
    private boolean isLong(String argument, String next) {
        int equals = argument.indexOf('=');
        String name = equals < 0 ? argument : argument.substring(0, equals);
        Flag flag = find(name);
        if (flag.label == null) {
            if (equals >= 0) {
                throw usage(name + " takes no value");
            }
            flag.set.accept("");
            return false;
        }
        set(flag, name, equals < 0 ? next : argument.substring(equals + 1));
        return equals < 0;
    }

    /** {@code -abc}, where all have no value but the last, whose value is the rest or {@code next}. */
    private boolean isShort(String argument, String next) {
        for (int i = 1; i < argument.length(); i++) {
            String name = "-" + argument.charAt(i);
            Flag flag = find(name);
            if (flag.label != null) {
                boolean attached = i + 1 < argument.length();
                set(flag, name, attached ? argument.substring(i + 1) : next);
                return !attached;
            }
            flag.set.accept("");
        }
        return false;
    }

    private Flag find(String name) {
        for (Flag flag : flags) {
            if (flag.names.contains(name)) {
                return flag;
            }
        }
        throw usage("unknown flag " + name);
    }

    private void set(Flag flag, String name, String value) {
        if (value == null) {
            throw usage(name + " needs " + flag.label);
        }
        try {
            flag.set.accept(value);
        } catch (NumberFormatException e) {
            throw usage(name + ": '" + value + "' is no number");
        } catch (IllegalArgumentException e) {
            throw usage(name + ": " + e.getMessage());
        }
    }

    /** The user's mistake, with a way to the help. */
    UserError usage(String message) {
        return new UserError("usage", message + "; see 'kenari " + synopsis.replaceFirst(" .*", "") + " --help'");
    }

    private String help() {
        StringBuilder text = new StringBuilder("usage: kenari " + synopsis + "\n" + description + "\n\n");
        for (Flag flag : flags) {
            String left = "  " + (flag.names.getFirst().startsWith("--") ? "    " : "") + String.join(", ", flag.names)
                    + (flag.label == null ? "" : " " + flag.label);
            text.append(left);
            int column = left.length();
            if (column >= HELP_INDENT) {
                text.append('\n');
                column = 0;
            }
            for (String word : flag.description.split(" ")) {
                if (column + word.length() >= HELP_WIDTH) {
                    text.append('\n');
                    column = 0;
                }
                String gap = column < HELP_INDENT ? " ".repeat(HELP_INDENT - column) : " ";
                text.append(gap).append(word);
                column += gap.length() + word.length();
            }
            text.append('\n');
        }
        text.append("  -h, --help              Print this.\n");
        return text.append(footer.isEmpty() ? "" : "\n" + footer + "\n").toString();
    }
}
