package dev.kenari.kernel.module;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.trace.KernelLog;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The arguments of init_module(2): {@code name=value}, with spaces between and double quotes around what has spaces in it. */
final class ModuleArguments {
    private record Argument(String name, String value) {}

    private ModuleArguments() {}

    /**
     * The values of all parameters. Unknown ones are ignored, and the log says so.
     *
     * @throws Errno EINVAL, ERANGE, ENOSPC for a value that the parameter can't have, which the log says
     */
    static Map<String, String> parse(String module, Parameter[] parameters, String text, KernelLog log) throws Errno {
        Map<String, String> values = new LinkedHashMap<>();
        for (Parameter parameter : parameters) {
            values.put(parameter.name(), parameter.value());
        }
        for (Argument argument : split(text)) {
            Parameter parameter = find(parameters, argument.name());
            if (parameter == null) {
                log.warn(module + ": unknown parameter '" + argument.name() + "' ignored");
                continue;
            }
            try {
                values.put(parameter.name(), parameter.type().parse(argument.value()));
            } catch (Errno e) {
                String given = argument.value() == null ? "" : argument.value();
                String wrong = e == Errno.ENOSPC ? "too large" : "invalid";
                log.log(KernelLog.ERROR, module + ": `" + given + "' " + wrong + " for parameter `" + argument.name() + "'");
                throw e;
            }
        }
        return values;
    }

    private static Parameter find(Parameter[] parameters, String name) {
        for (Parameter parameter : parameters) {
            if (parameter.name().replace('-', '_').equals(name.replace('-', '_'))) {
                return parameter;
            }
        }
        return null;
    }

    private static List<Argument> split(String text) {
        List<Argument> arguments = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean quoted = false;
        for (char c : (text + " ").toCharArray()) {
            if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && Character.isWhitespace(c)) {
                add(arguments, word.toString());
                word.setLength(0);
            } else {
                word.append(c);
            }
        }
        add(arguments, word.toString());
        return arguments;
    }

    private static void add(List<Argument> arguments, String word) {
        int equals = word.indexOf('=');
        if (equals >= 0) {
            arguments.add(new Argument(word.substring(0, equals), word.substring(equals + 1)));
        } else if (!word.isEmpty()) {
            arguments.add(new Argument(word, null));
        }
    }
}
