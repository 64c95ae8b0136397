package dev.kenari.tools;

import java.util.Locale;
import picocli.CommandLine.TypeConversionException;

/** Sizes as Docker writes them: a number of bytes, or one with the suffix b, k, m or g. */
final class ByteSize {
    private ByteSize() {}

    static long parse(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        int digits = 0;
        while (digits < lower.length() && Character.isDigit(lower.charAt(digits))) {
            digits++;
        }
        int shift = switch (lower.substring(digits)) {
            case "", "b" -> 0;
            case "k", "kb" -> 10;
            case "m", "mb" -> 20;
            case "g", "gb" -> 30;
            default -> -1;
        };
        if (digits == 0 || digits > 12 || shift < 0) {
            throw new TypeConversionException("'" + text + "' is no size (try 512m)");
        }
        return Long.parseLong(lower.substring(0, digits)) << shift;
    }
}
