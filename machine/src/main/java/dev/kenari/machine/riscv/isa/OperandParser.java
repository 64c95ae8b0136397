package dev.kenari.machine.riscv.isa;

import java.util.List;

/** The written operands of one instruction, split as its format says; encoded once every symbol is known. */
final class OperandParser {
    private static final List<String> ROUNDING = List.of("rne", "rtz", "rdn", "rup", "rmm", "", "", "dyn");

    /** Evaluates an expression in the instruction at an address. */
    @FunctionalInterface
    interface Evaluator {
        long evaluate(String expression, long address);
    }

    private final Op op;
    private final Evaluator evaluator;
    private final String[] texts;

    OperandParser(Op op, String arguments, Evaluator evaluator) {
        this.op = op;
        this.evaluator = evaluator;
        this.texts = new String[op.format().operands().size()];
        split(arguments.strip());
    }

    private void split(String arguments) {
        int at = 0;
        int operand = 0;
        List<String> words = op.format().words();
        for (int w = 0; w < words.size(); w++) {
            String word = words.get(w);
            if (at == arguments.length() && word.equals(",") && rounding(words.get(w + 1))) {
                return;
            }
            if (Format.operand(word) == null) {
                if (!arguments.startsWith(word, at)) {
                    throw wrong(arguments);
                }
                at = skipSpaces(arguments, at + word.length());
            } else {
                int end = at;
                while (end < arguments.length() && ",()".indexOf(arguments.charAt(end)) < 0) {
                    end++;
                }
                texts[operand++] = arguments.substring(at, end).strip();
                at = end;
            }
        }
        if (at != arguments.length()) {
            throw wrong(arguments);
        }
    }

    private static boolean rounding(String word) {
        Operand operand = Format.operand(word);
        return operand != null && operand.kind() == Operand.Kind.ROUNDING;
    }

    private static int skipSpaces(String text, int from) {
        int at = from;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private IllegalArgumentException wrong(String arguments) {
        return new IllegalArgumentException(
                "operands of " + op.mnemonic() + " are " + String.join("", op.format().words()) + ", not " + arguments);
    }

    /** The operands' bits in the instruction at {@code address}. */
    int encode(long address) {
        int bits = 0;
        List<Operand> operands = op.format().operands();
        for (int i = 0; i < operands.size(); i++) {
            bits |= operands.get(i).insert(value(operands.get(i), texts[i], address));
        }
        return bits;
    }

    private long value(Operand operand, String text, long address) {
        return switch (operand.kind()) {
            case X, X_PRIME -> register(RegisterNames.parseX(text), text);
            case F, F_PRIME -> register(RegisterNames.parseF(text), text);
            case SIGNED, UNSIGNED -> text.isEmpty() ? 0 : evaluator.evaluate(text, address);
            case HEX -> evaluator.evaluate(text, address);
            case UPPER -> upper(evaluator.evaluate(text, address));
            case TARGET -> evaluator.evaluate(text, address) - address;
            case CSR -> Csr.parse(text) >= 0 ? Csr.parse(text) : evaluator.evaluate(text, address);
            case ROUNDING -> rounding(operand, text);
            case FENCE -> fence(text);
        };
    }

    private static long register(int number, String text) {
        if (number < 0) {
            throw new IllegalArgumentException("'" + text + "' is not a register");
        }
        return number;
    }

    private static long upper(long pages) {
        if (pages < -(1 << 19) || pages >= 1 << 20) {
            throw new IllegalArgumentException(pages + " does not fit 20 bits");
        }
        return (int) pages << 12;
    }

    private static long rounding(Operand operand, String text) {
        if (text == null) {
            return operand == Operand.RM ? 7 : 0;
        }
        if (text.isEmpty() || !ROUNDING.contains(text)) {
            throw new IllegalArgumentException("'" + text + "' is not a rounding mode");
        }
        return ROUNDING.indexOf(text);
    }

    private static long fence(String text) {
        int set = 0;
        for (char c : text.toCharArray()) {
            int letter = "iorw".indexOf(c);
            if (letter < 0) {
                throw new IllegalArgumentException("'" + text + "' is not a set of i, o, r, w");
            }
            set |= 8 >> letter;
        }
        return set;
    }
}
