package dev.kenari.tools;

import java.time.Duration;
import picocli.CommandLine.TypeConversionException;

/** Durations as timeout(1) reads them: seconds, or a number with the suffix s, m or h; fractions allowed. */
final class DurationOption {
    private static final double LONGEST_SECONDS = 1e9;

    private DurationOption() {}

    static Duration parse(String text) {
        double unit = switch (text.isEmpty() ? ' ' : text.charAt(text.length() - 1)) {
            case 'm' -> 60;
            case 'h' -> 3600;
            default -> 1;
        };
        String number = text.matches(".*[smh]") ? text.substring(0, text.length() - 1) : text;
        if (!number.matches("\\d+(\\.\\d+)?") || Double.parseDouble(number) > LONGEST_SECONDS) {
            throw new TypeConversionException("'" + text + "' is no duration (try 10s)");
        }
        return Duration.ofNanos((long) (Double.parseDouble(number) * unit * 1e9));
    }
}
