package dev.kenari.machine.riscv.isa;

/** Writes instructions as GNU {@code objdump -d -M no-aliases} does, but with a space after the mnemonic. */
public final class Disassembler {
    private static final String[] ROUNDING = {"rne", "rtz", "rdn", "rup", "rmm", "unknown", "unknown", "dyn"};

    private Disassembler() {}

    /** The text of the instruction {@code bits} at {@code address}, which branch targets are relative to. */
    public static String disassemble(int bits, long address) {
        Op op = Decoder.find(bits);
        if (op == null) {
            return Decoder.length(bits) == 4
                    ? ".4byte 0x" + Integer.toHexString(bits)
                    : ".2byte 0x" + Integer.toHexString(bits & 0xFFFF);
        }
        StringBuilder text = new StringBuilder(op.mnemonic());
        if (op.extension() == Extension.A) {
            text.append(ordering(bits));
        }
        String separator = " ";
        for (String word : op.format().words()) {
            if (word.equals(",")) {
                separator = ",";
                continue;
            }
            Operand operand = Format.operand(word);
            if (operand == null || !unwritten(operand, operand.extract(bits))) {
                text.append(separator);
                text.append(operand == null ? word : value(operand, operand.extract(bits), address));
            }
            separator = "";
        }
        return text.toString();
    }

    /** Rounding modes that assembly leaves out. */
    private static boolean unwritten(Operand operand, int value) {
        return operand == Operand.RM && value == 7 || operand == Operand.RM_EXACT && value == 0;
    }

    private static String ordering(int bits) {
        return switch (bits >>> 25 & 3) {
            case 1 -> ".rl";
            case 2 -> ".aq";
            case 3 -> ".aqrl";
            default -> "";
        };
    }

    private static String value(Operand operand, int value, long address) {
        return switch (operand.kind()) {
            case X, X_PRIME -> RegisterNames.x(value);
            case F, F_PRIME -> RegisterNames.f(value);
            case SIGNED, UNSIGNED -> Integer.toString(value);
            case HEX -> "0x" + Integer.toHexString(value);
            case UPPER -> "0x" + Integer.toHexString(value >>> 12);
            case TARGET -> Long.toHexString(address + value);
            case CSR -> Csr.name(value);
            case ROUNDING -> ROUNDING[value];
            case FENCE -> fence(value);
        };
    }

    private static String fence(int set) {
        if (set == 0) {
            return "unknown";
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            if ((set & 8 >> i) != 0) {
                text.append("iorw".charAt(i));
            }
        }
        return text.toString();
    }
}
