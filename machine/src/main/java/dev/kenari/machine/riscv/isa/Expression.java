package dev.kenari.machine.riscv.isa;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A sum of terms in assembly text: numbers, character constants, symbols, and {@code .} for the current address. */
record Expression(String text, Map<String, Long> symbols, long address) {
    private static final Pattern TERM =
            Pattern.compile("\\s*([+-]?)\\s*(~?)\\s*(0[xX][0-9a-fA-F]+|\\d+|'(?:\\\\.|[^\\\\])'|[A-Za-z_.$][\\w.$]*)\\s*");

    long value() {
        Matcher matcher = TERM.matcher(text);
        int at = 0;
        long sum = 0;
        while (at < text.length()) {
            boolean signed = matcher.region(at, text.length()).lookingAt() && (at == 0 || !matcher.group(1).isEmpty());
            if (!signed) {
                throw wrong();
            }
            long term = term(matcher.group(3));
            term = matcher.group(2).isEmpty() ? term : ~term;
            sum += matcher.group(1).equals("-") ? -term : term;
            at = matcher.end();
        }
        if (at == 0) {
            throw wrong();
        }
        return sum;
    }

    private IllegalArgumentException wrong() {
        return new IllegalArgumentException("'" + text.strip() + "' is not an expression");
    }

    private long term(String term) {
        char first = term.charAt(0);
        if (Character.isDigit(first)) {
            return term.startsWith("0x") || term.startsWith("0X")
                    ? Long.parseUnsignedLong(term.substring(2), 16)
                    : Long.parseUnsignedLong(term);
        }
        if (first == '\'') {
            return term.substring(1, term.length() - 1).translateEscapes().charAt(0);
        }
        if (term.equals(".")) {
            return address;
        }
        Long symbol = symbols.get(term);
        if (symbol == null) {
            throw new IllegalArgumentException("undefined symbol " + term);
        }
        return symbol;
    }
}
