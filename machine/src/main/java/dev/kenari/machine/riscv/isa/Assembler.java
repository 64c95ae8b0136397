package dev.kenari.machine.riscv.isa;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Assembles text to machine code: the instructions of the table, the usual pseudo-instructions ({@link Pseudo}), labels, and
 * the directives {@code .byte .half .word .dword .ascii .asciz .align .balign .zero .equ} ({@code .globl .text .data .section
 * .option} are accepted without effect: the output is one flat image). Comments start with {@code #}, statements may be
 * separated by {@code ;}. Nothing is compressed unless written {@code c.*}.
 *
 * <p>Two passes: the first lays statements out, the second encodes them with every label known.
 */
public final class Assembler {
    private final long origin;
    private final Map<String, Long> symbols = new HashMap<>();
    private final List<Statement> statements = new ArrayList<>();
    private long address;
    private int line;
    /** Whether padding is executed: nops then, zeros otherwise. */
    private boolean afterInstruction;

    private Assembler(long origin) {
        this.origin = origin;
        this.address = origin;
    }

    /** A statement after layout: emits its bytes at {@code address}. */
    private record Statement(int line, long address, Emitter emitter) {}

    @FunctionalInterface
    private interface Emitter {
        void emit(ByteArrayOutputStream out, long address);
    }

    /**
     * Assembles {@code source} to run at {@code origin}.
     *
     * @throws IllegalArgumentException naming the line, if the source is wrong
     */
    public static Program assemble(String source, long origin) {
        Assembler assembler = new Assembler(origin);
        try {
            for (String text : source.split("\n", -1)) {
                assembler.line++;
                assembler.parseLine(text);
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            for (Statement statement : assembler.statements) {
                assembler.line = statement.line;
                statement.emitter.emit(out, statement.address);
                assert out.size() <= assembler.address - origin;
            }
            return new Program(origin, out.toByteArray(), Map.copyOf(assembler.symbols));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("line " + assembler.line + ": " + e.getMessage(), e);
        }
    }

    private void parseLine(String text) {
        for (String statement : split(text, ';')) {
            parse(statement.strip());
        }
    }

    private void parse(String text) {
        int colon = text.indexOf(':');
        if (colon > 0 && text.substring(0, colon).matches("[\\w.$]+")) {
            define(text.substring(0, colon), address);
            parse(text.substring(colon + 1).strip());
            return;
        }
        if (text.isEmpty()) {
            return;
        }
        String[] parts = text.split("\\s+", 2);
        String arguments = parts.length > 1 ? parts[1].strip() : "";
        if (parts[0].startsWith(".")) {
            directive(parts[0], arguments);
            afterInstruction = false;
        } else {
            instruction(parts[0], arguments);
            afterInstruction = true;
        }
    }

    private void define(String name, long value) {
        if (symbols.put(name, value) != null) {
            throw new IllegalArgumentException(name + " is defined twice");
        }
    }

    private void directive(String name, String arguments) {
        switch (name) {
            case ".byte" -> integers(arguments, 1);
            case ".half", ".2byte" -> integers(arguments, 2);
            case ".word", ".4byte" -> integers(arguments, 4);
            case ".dword", ".quad", ".8byte" -> integers(arguments, 8);
            case ".ascii" -> bytes(string(arguments));
            case ".asciz", ".string" -> bytes(string(arguments) + "\0");
            case ".align", ".p2align" -> align(1L << constant(arguments));
            case ".balign" -> align(constant(arguments));
            case ".zero", ".space" -> bytes("\0".repeat(Math.toIntExact(constant(arguments))));
            case ".equ", ".set" -> {
                String[] parts = arguments.split(",", 2);
                define(parts[0].strip(), constant(parts[1]));
            }
            case ".globl", ".global", ".text", ".data", ".section", ".option" -> {}
            default -> throw new IllegalArgumentException("unknown directive " + name);
        }
    }

    private void add(int size, Emitter emitter) {
        statements.add(new Statement(line, address, emitter));
        address += size;
    }

    private void integers(String arguments, int size) {
        for (String expression : split(arguments, ',')) {
            add(size, (out, at) -> little(out, evaluate(expression, at), size));
        }
    }

    private void bytes(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        add(bytes.length, (out, at) -> out.writeBytes(bytes));
    }

    private void align(long boundary) {
        if (Long.bitCount(boundary) != 1) {
            throw new IllegalArgumentException("alignment is not a power of two");
        }
        long padding = -address & boundary - 1;
        while (padding >= 4 && afterInstruction) {
            expanded("addi zero,zero,0");
            padding -= 4;
        }
        bytes("\0".repeat((int) padding));
    }

    private void instruction(String mnemonic, String arguments) {
        switch (mnemonic) {
            case "li" -> {
                String[] parts = arguments.split(",", 2);
                Pseudo.loadImmediate(parts[0].strip(), constant(parts[1])).forEach(this::expanded);
            }
            case "la", "lla" -> {
                String[] parts = arguments.split(",", 2);
                int rd = register(parts[0].strip());
                farPair(parts[1], rd, Op.ADDI, rd);
            }
            case "call" -> farPair(arguments, 1, Op.JALR, 1);
            case "tail" -> farPair(arguments, 6, Op.JALR, 0);
            default -> {
                String expansion = Pseudo.expand(mnemonic, arguments);
                expanded(expansion == null ? mnemonic + " " + arguments : expansion);
            }
        }
    }

    private void expanded(String text) {
        String[] parts = text.split("\\s+", 2);
        String arguments = parts.length > 1 ? parts[1] : "";
        int ordering = 0;
        String mnemonic = parts[0];
        for (int i = 3; i > 0 && ordering == 0; i--) {
            String suffix = List.of("", ".rl", ".aq", ".aqrl").get(i);
            if (mnemonic.endsWith(suffix)) {
                ordering = i;
                mnemonic = mnemonic.substring(0, mnemonic.length() - suffix.length());
            }
        }
        Op op = Pseudo.row(mnemonic);
        int fixed = op.match() | ordering << 25;
        if (ordering != 0 && op.extension() != Extension.A) {
            throw new IllegalArgumentException("unknown instruction " + parts[0]);
        }
        OperandParser parser = new OperandParser(op, arguments, this::evaluate);
        add(op.length(), (out, at) -> {
            int bits = fixed | parser.encode(at);
            if (!op.matches(bits)) {
                throw new IllegalArgumentException(op.mnemonic() + " cannot encode " + arguments);
            }
            little(out, bits, op.length());
        });
    }

    /** auipc and an instruction that adds the low part: reaches 2 GiB either way. */
    private void farPair(String expression, int scratch, Op second, int rd) {
        add(8, (out, at) -> {
            long offset = evaluate(expression, at) - at;
            long high = offset + 0x800 & -0x1000L;
            if (high != (int) high) {
                throw new IllegalArgumentException(expression + " is too far away");
            }
            little(out, Op.AUIPC.match() | Operand.RD.insert(scratch) | Operand.IMM_U.insert(high), 4);
            int low = Operand.IMM_I.insert(offset - high);
            little(out, second.match() | Operand.RD.insert(rd) | Operand.RS1.insert(scratch) | low, 4);
        });
    }

    private static int register(String name) {
        int number = RegisterNames.parseX(name);
        if (number < 0) {
            throw new IllegalArgumentException(name + " is not a register");
        }
        return number;
    }

    private static void little(ByteArrayOutputStream out, long value, int size) {
        for (int i = 0; i < size; i++) {
            out.write((int) (value >>> i * 8));
        }
    }

    /** An expression of numbers and constants that are defined already. */
    private long constant(String expression) {
        return evaluate(expression, address);
    }

    /** Sums and differences of numbers, character constants, symbols and {@code .}, the statement's address. */
    private long evaluate(String expression, long at) {
        return new Expression(expression, symbols, at).value();
    }

    private static String string(String literal) {
        if (literal.length() < 2 || !literal.startsWith("\"") || !literal.endsWith("\"")) {
            throw new IllegalArgumentException("a string in double quotes is expected");
        }
        return literal.substring(1, literal.length() - 1).translateEscapes();
    }

    /** Splits at {@code separator} outside quotes, and drops a comment. */
    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        char quote = 0;
        int end = text.length();
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                if (c == '\\') {
                    i++;
                } else if (c == quote) {
                    quote = 0;
                }
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '#') {
                end = i;
            } else if (c == separator) {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(text.substring(start, end));
        return parts;
    }
}
