package dev.kenari.machine.riscv.isa;

import java.util.ArrayList;
import java.util.List;

/**
 * An operand as an instruction holds it: which bits, what they mean, and which field of the decoded instruction they fill.
 * An immediate's bits are given as the manual's diagrams give them: {@code hi:lo@position}, most significant first.
 */
public enum Operand {
    RD(Kind.X, Role.RD, "4:0@7"),
    RS1(Kind.X, Role.RS1, "4:0@15"),
    RS2(Kind.X, Role.RS2, "4:0@20"),
    FRD(Kind.F, Role.RD, "4:0@7"),
    FRS1(Kind.F, Role.RS1, "4:0@15"),
    FRS2(Kind.F, Role.RS2, "4:0@20"),
    FRS3(Kind.F, Role.RS3, "4:0@27"),

    IMM_I(Kind.SIGNED, Role.IMM, "11:0@20"),
    IMM_S(Kind.SIGNED, Role.IMM, "11:5@25 4:0@7"),
    IMM_U(Kind.UPPER, Role.IMM, "31:12@12"),
    TARGET_B(Kind.TARGET, Role.IMM, "12@31 11@7 10:5@25 4:1@8"),
    TARGET_J(Kind.TARGET, Role.IMM, "20@31 19:12@12 11@20 10:1@21"),
    SHAMT(Kind.HEX, Role.IMM, "5:0@20"),
    SHAMTW(Kind.HEX, Role.IMM, "4:0@20"),
    CSR(Kind.CSR, Role.IMM, "11:0@20"),
    ZIMM(Kind.UNSIGNED, Role.RS1, "4:0@15"),
    RM(Kind.ROUNDING, Role.IMM, "2:0@12"),
    /** Of conversions that are exact: without effect, 0 by custom. */
    RM_EXACT(Kind.ROUNDING, Role.IMM, "2:0@12"),
    PRED(Kind.FENCE, Role.NONE, "3:0@24"),
    SUCC(Kind.FENCE, Role.NONE, "3:0@20"),

    C_RD(Kind.X, Role.RD, "4:0@7"),
    C_RS1(Kind.X, Role.RS1, "4:0@7"),
    C_RD_RS1(Kind.X, Role.RD_RS1, "4:0@7"),
    C_RS2(Kind.X, Role.RS2, "4:0@2"),
    C_FRD(Kind.F, Role.RD, "4:0@7"),
    C_FRS2(Kind.F, Role.RS2, "4:0@2"),
    /** Three-bit register fields name x8..x15. */
    CP_RD(Kind.X_PRIME, Role.RD, "2:0@2"),
    CP_RS1(Kind.X_PRIME, Role.RS1, "2:0@7"),
    CP_RS2(Kind.X_PRIME, Role.RS2, "2:0@2"),
    CP_RD_RS1(Kind.X_PRIME, Role.RD_RS1, "2:0@7"),
    CP_FRD(Kind.F_PRIME, Role.RD, "2:0@2"),
    CP_FRS2(Kind.F_PRIME, Role.RS2, "2:0@2"),

    C_IMM(Kind.SIGNED, Role.IMM, "5@12 4:0@2"),
    C_UPPER(Kind.UPPER, Role.IMM, "17@12 16:12@2"),
    C_SHAMT(Kind.HEX, Role.IMM, "5@12 4:0@2"),
    C_16SP(Kind.SIGNED, Role.IMM, "9@12 8:7@3 6@5 5@2 4@6"),
    C_4SPN(Kind.UNSIGNED, Role.IMM, "9:6@7 5:4@11 3@5 2@6"),
    C_LWSP(Kind.UNSIGNED, Role.IMM, "7:6@2 5@12 4:2@4"),
    C_LDSP(Kind.UNSIGNED, Role.IMM, "8:6@2 5@12 4:3@5"),
    C_SWSP(Kind.UNSIGNED, Role.IMM, "7:6@7 5:2@9"),
    C_SDSP(Kind.UNSIGNED, Role.IMM, "8:6@7 5:3@10"),
    C_LW(Kind.UNSIGNED, Role.IMM, "6@5 5:3@10 2@6"),
    C_LD(Kind.UNSIGNED, Role.IMM, "7:6@5 5:3@10"),
    C_TARGET_B(Kind.TARGET, Role.IMM, "8@12 7:6@5 5@2 4:3@10 2:1@3"),
    C_TARGET_J(Kind.TARGET, Role.IMM, "11@12 10@8 9:8@9 7@6 6@7 5@2 4@11 3:1@3");

    /** What an operand's value means, and so how it is written. */
    public enum Kind {
        X,
        F,
        X_PRIME,
        F_PRIME,
        SIGNED,
        UNSIGNED,
        HEX,
        /** The upper 20 bits of a value whose low 12 are zero. */
        UPPER,
        /** Relative to the instruction's address. */
        TARGET,
        CSR,
        ROUNDING,
        FENCE;

        boolean signed() {
            return this == SIGNED || this == UPPER || this == TARGET;
        }

        boolean prime() {
            return this == X_PRIME || this == F_PRIME;
        }

        boolean floating() {
            return this == F || this == F_PRIME;
        }

        boolean integer() {
            return this == X || this == X_PRIME;
        }
    }

    /** The field of the decoded instruction that an operand fills. */
    public enum Role {
        RD,
        RS1,
        RS2,
        RS3,
        RD_RS1,
        IMM,
        /** Of no effect on execution. */
        NONE
    }

    private record Piece(int high, int low, int position) {
        int width() {
            return high - low + 1;
        }
    }

    private final Kind kind;
    private final Role role;
    private final Piece[] pieces;
    private final int top;
    private final int low;

    Operand(Kind kind, Role role, String bits) {
        this.kind = kind;
        this.role = role;
        this.pieces = pieces(bits);
        int highest = 0;
        int lowest = 31;
        for (Piece piece : pieces) {
            highest = Math.max(highest, piece.high);
            lowest = Math.min(lowest, piece.low);
        }
        this.top = highest;
        this.low = lowest;
    }

    private static Piece[] pieces(String bits) {
        List<Piece> pieces = new ArrayList<>();
        for (String piece : bits.split(" ")) {
            int at = piece.indexOf('@');
            int colon = piece.indexOf(':');
            int high = Integer.parseInt(piece.substring(0, colon < 0 ? at : colon));
            int low = colon < 0 ? high : Integer.parseInt(piece.substring(colon + 1, at));
            pieces.add(new Piece(high, low, Integer.parseInt(piece.substring(at + 1))));
        }
        return pieces.toArray(Piece[]::new);
    }

    public Kind kind() {
        return kind;
    }

    public Role role() {
        return role;
    }

    /** The operand's value in {@code bits}: a register number, or the immediate as the instruction uses it. */
    public int extract(int bits) {
        int value = 0;
        for (Piece piece : pieces) {
            value |= (bits >>> piece.position & (1 << piece.width()) - 1) << piece.low;
        }
        if (kind.signed() && top < 31) {
            value = value << 31 - top >> 31 - top;
        }
        return kind.prime() ? value + 8 : value;
    }

    /** Whether {@link #insert} can hold {@code value}. */
    public boolean fits(long value) {
        long v = kind.prime() ? value - 8 : value;
        long min = kind.signed() ? -(1L << top) : 0;
        long max = kind.signed() ? (1L << top) - 1 : (1L << top + 1) - 1;
        return v >= min && v <= max && (v & (1L << low) - 1) == 0;
    }

    /** The instruction bits that hold {@code value}, which must fit. */
    public int insert(long value) {
        if (!fits(value)) {
            throw new IllegalArgumentException(value + " does not fit " + name().toLowerCase(java.util.Locale.ROOT));
        }
        int v = (int) (kind.prime() ? value - 8 : value);
        int bits = 0;
        for (Piece piece : pieces) {
            bits |= (v >>> piece.low & (1 << piece.width()) - 1) << piece.position;
        }
        return bits;
    }

    /** All bits that the operand occupies. */
    public int mask() {
        int bits = 0;
        for (Piece piece : pieces) {
            bits |= (1 << piece.width()) - 1 << piece.position;
        }
        return bits;
    }
}
