package dev.kenari.kernel.module;

import dev.kenari.abi.Errno;
import java.util.Locale;

/** Types of module parameters (the kernel's {@code module_param}). */
public enum ParameterType {
    BOOL(0, 1),
    INT(Integer.MIN_VALUE, Integer.MAX_VALUE),
    UINT(0, 0xFFFF_FFFFL),
    ULONG(0, Long.MAX_VALUE),
    CHARP(0, 0);

    private static final int LONGEST_TEXT = 1024;

    private final long minimum;
    private final long maximum;

    ParameterType(long minimum, long maximum) {
        this.minimum = minimum;
        this.maximum = maximum;
    }

    /** As modinfo(8) shows it. */
    public String field() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The value that {@code text} means, in the form in which sysfs shows it.
     *
     * @param text null if only the parameter's name was given
     * @throws Errno EINVAL, ERANGE, ENOSPC
     */
    String parse(String text) throws Errno {
        if (text == null && this != BOOL) {
            throw Errno.EINVAL;
        }
        return switch (this) {
            case BOOL -> truth(text == null ? "y" : text) ? "Y" : "N";
            case CHARP -> {
                if (text.length() > LONGEST_TEXT) {
                    throw Errno.ENOSPC;
                }
                yield text;
            }
            default -> Long.toString(number(text));
        };
    }

    /** kstrtobool. */
    private static boolean truth(String text) throws Errno {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.startsWith("y") || lower.startsWith("t") || lower.startsWith("1") || lower.startsWith("on")) {
            return true;
        }
        if (lower.startsWith("n") || lower.startsWith("f") || lower.startsWith("0") || lower.startsWith("of")) {
            return false;
        }
        throw Errno.EINVAL;
    }

    /** As C writes integers: decimal, {@code 0x} or a leading 0 for octal. */
    private long number(String text) throws Errno {
        boolean negative = text.startsWith("-") && minimum < 0;
        String digits = negative || text.startsWith("+") ? text.substring(1) : text;
        int radix = 10;
        if (digits.startsWith("0x") || digits.startsWith("0X")) {
            radix = 16;
            digits = digits.substring(2);
        } else if (digits.length() > 1 && digits.startsWith("0")) {
            radix = 8;
        }
        if (digits.isEmpty()) {
            throw Errno.EINVAL;
        }
        for (char c : digits.toCharArray()) {
            if (c > 0x7F || Character.digit(c, radix) < 0) {
                throw Errno.EINVAL;
            }
        }
        long value;
        try {
            value = Long.parseLong(negative ? "-" + digits : digits, radix);
        } catch (NumberFormatException e) {
            throw Errno.ERANGE;
        }
        if (value < minimum || value > maximum) {
            throw Errno.ERANGE;
        }
        return value;
    }
}
