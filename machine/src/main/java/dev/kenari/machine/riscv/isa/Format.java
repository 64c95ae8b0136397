package dev.kenari.machine.riscv.isa;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An operand format: the operands in the order and punctuation in which assembly writes them. A word is an {@link Operand} in
 * lower case, or a literal such as {@code sp}. What an instruction uses without writing it follows a bar, as {@code rs1=2}.
 */
public enum Format {
    NONE(""),
    R("rd,rs1,rs2"),
    UNARY("rd,rs1"),
    I("rd,rs1,imm_i"),
    SHIFT("rd,rs1,shamt"),
    SHIFTW("rd,rs1,shamtw"),
    LOAD("rd,imm_i(rs1)"),
    STORE("rs2,imm_s(rs1)"),
    BRANCH("rs1,rs2,target_b"),
    U("rd,imm_u"),
    J("rd,target_j"),
    FENCE("pred,succ"),
    CSRR("rd,csr,rs1"),
    CSRI("rd,csr,zimm"),
    LR("rd,(rs1)"),
    AMO("rd,rs2,(rs1)"),
    CBO("(rs1)"),
    SFENCE("rs1,rs2"),
    FLOAD("frd,imm_i(rs1)"),
    FSTORE("frs2,imm_s(rs1)"),
    F2("frd,frs1,frs2"),
    F2_RM("frd,frs1,frs2,rm"),
    F1_RM("frd,frs1,rm"),
    F3_RM("frd,frs1,frs2,frs3,rm"),
    FCMP("rd,frs1,frs2"),
    F_TO_X("rd,frs1"),
    F_TO_X_RM("rd,frs1,rm"),
    X_TO_F("frd,rs1"),
    X_TO_F_RM("frd,rs1,rm"),
    F1_EXACT("frd,frs1,rm_exact"),
    X_TO_F_EXACT("frd,rs1,rm_exact"),

    C_CIW("cp_rd,sp,c_4spn|rs1=2"),
    C_LW("cp_rd,c_lw(cp_rs1)"),
    C_LD("cp_rd,c_ld(cp_rs1)"),
    C_FLD("cp_frd,c_ld(cp_rs1)"),
    C_SW("cp_rs2,c_lw(cp_rs1)"),
    C_SD("cp_rs2,c_ld(cp_rs1)"),
    C_FSD("cp_frs2,c_ld(cp_rs1)"),
    C_I("c_rd_rs1,c_imm"),
    C_LI("c_rd,c_imm|rs1=0"),
    C_ADDI16SP("sp,c_16sp|rs1=2 rd=2"),
    C_LUI("c_rd,c_upper"),
    C_SHIFT("c_rd_rs1,c_shamt"),
    CP_SHIFT("cp_rd_rs1,c_shamt"),
    CP_ANDI("cp_rd_rs1,c_imm"),
    CP_R("cp_rd_rs1,cp_rs2"),
    C_J("c_target_j|rd=0"),
    C_B("cp_rs1,c_target_b|rs2=0"),
    C_LWSP("c_rd,c_lwsp(sp)|rs1=2"),
    C_LDSP("c_rd,c_ldsp(sp)|rs1=2"),
    C_FLDSP("c_frd,c_ldsp(sp)|rs1=2"),
    C_SWSP("c_rs2,c_swsp(sp)|rs1=2"),
    C_SDSP("c_rs2,c_sdsp(sp)|rs1=2"),
    C_FSDSP("c_frs2,c_sdsp(sp)|rs1=2"),
    C_JR("c_rs1|rd=0"),
    C_JALR("c_rs1|rd=1"),
    C_MV("c_rd,c_rs2|rs1=0"),
    C_R("c_rd_rs1,c_rs2"),
    /** c.nop: an addi to x0 whose immediate is a hint. */
    C_NOP("|rd=0 rs1=0");

    private final List<String> words;
    private final List<Operand> operands;
    private final boolean floatingRd;
    private int implicitRd;
    private int implicitRs1;
    private int implicitRs2;

    Format(String pattern) {
        int bar = pattern.indexOf('|');
        this.words = words(bar < 0 ? pattern : pattern.substring(0, bar));
        if (bar >= 0) {
            for (String fixed : pattern.substring(bar + 1).split(" ")) {
                implicit(fixed);
            }
        }
        List<Operand> found = new ArrayList<>();
        for (String word : words) {
            Operand operand = operand(word);
            if (operand != null) {
                found.add(operand);
            }
        }
        this.operands = List.copyOf(found);
        this.floatingRd = found.stream()
                .anyMatch(o -> o.role() == Operand.Role.RD && o.kind().floating());
    }

    private void implicit(String fixed) {
        int value = Integer.parseInt(fixed.substring(fixed.indexOf('=') + 1));
        switch (fixed.substring(0, fixed.indexOf('='))) {
            case "rd" -> implicitRd = value;
            case "rs1" -> implicitRs1 = value;
            case "rs2" -> implicitRs2 = value;
            default -> throw new IllegalArgumentException(fixed);
        }
    }

    private static List<String> words(String syntax) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        for (char c : syntax.toCharArray()) {
            if (c == ',' || c == '(' || c == ')') {
                if (!word.isEmpty()) {
                    words.add(word.toString());
                    word.setLength(0);
                }
                words.add(String.valueOf(c));
            } else {
                word.append(c);
            }
        }
        if (!word.isEmpty()) {
            words.add(word.toString());
        }
        return List.copyOf(words);
    }

    /** The operand that a word of the pattern names; null for punctuation and literals. */
    static Operand operand(String word) {
        if (word.length() == 1 || word.equals("sp")) {
            return null;
        }
        return Operand.valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** Operands, punctuation and literals in written order. */
    List<String> words() {
        return words;
    }

    /** The operands in written order. */
    public List<Operand> operands() {
        return operands;
    }

    /** Whether rd names a floating-point register. */
    public boolean floatingRd() {
        return floatingRd;
    }

    int implicitRd() {
        return implicitRd;
    }

    int implicitRs1() {
        return implicitRs1;
    }

    int implicitRs2() {
        return implicitRs2;
    }
}
