package dev.kenari.tools;

import dev.kenari.designs.Design;
import java.util.stream.Collectors;
import picocli.CommandLine.TypeConversionException;

/** The value of {@code --design}. */
final class DesignOption {
    private DesignOption() {}

    static String names() {
        return Design.all().stream().map(Design::name).collect(Collectors.joining(", "));
    }

    static Design parse(String name) {
        return Design.named(name)
                .orElseThrow(() -> new TypeConversionException("'" + name + "' is no design; there are " + names()));
    }
}
