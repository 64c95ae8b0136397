package dev.kenari.machine.riscv.isa;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Pseudo-instructions as assembly text (RISC-V Assembly Programmer's Manual, "pseudoinstructions"). */
final class Pseudo {
    private static final Map<String, Op> ROWS = new HashMap<>();
    /** By name and number of operands; {@code $0} is the first. */
    private static final Map<String, String> TEMPLATES = new HashMap<>();

    static {
        for (Op op : Op.values()) {
            ROWS.put(op.mnemonic(), op);
        }
        for (String row : """
                nop = addi zero,zero,0
                mv $0,$1 = addi $0,$1,0
                not $0,$1 = xori $0,$1,-1
                neg $0,$1 = sub $0,zero,$1
                negw $0,$1 = subw $0,zero,$1
                sext.w $0,$1 = addiw $0,$1,0
                zext.b $0,$1 = andi $0,$1,255
                seqz $0,$1 = sltiu $0,$1,1
                snez $0,$1 = sltu $0,zero,$1
                sltz $0,$1 = slt $0,$1,zero
                sgtz $0,$1 = slt $0,zero,$1
                beqz $0,$1 = beq $0,zero,$1
                bnez $0,$1 = bne $0,zero,$1
                blez $0,$1 = bge zero,$0,$1
                bgez $0,$1 = bge $0,zero,$1
                bltz $0,$1 = blt $0,zero,$1
                bgtz $0,$1 = blt zero,$0,$1
                bgt $0,$1,$2 = blt $1,$0,$2
                ble $0,$1,$2 = bge $1,$0,$2
                bgtu $0,$1,$2 = bltu $1,$0,$2
                bleu $0,$1,$2 = bgeu $1,$0,$2
                j $0 = jal zero,$0
                jal $0 = jal ra,$0
                jr $0 = jalr zero,0($0)
                jalr $0 = jalr ra,0($0)
                ret = jalr zero,0(ra)
                fence = fence iorw,iorw
                csrr $0,$1 = csrrs $0,$1,zero
                csrw $0,$1 = csrrw zero,$0,$1
                csrs $0,$1 = csrrs zero,$0,$1
                csrc $0,$1 = csrrc zero,$0,$1
                csrwi $0,$1 = csrrwi zero,$0,$1
                csrsi $0,$1 = csrrsi zero,$0,$1
                csrci $0,$1 = csrrci zero,$0,$1
                rdcycle $0 = csrrs $0,cycle,zero
                rdtime $0 = csrrs $0,time,zero
                rdinstret $0 = csrrs $0,instret,zero
                frcsr $0 = csrrs $0,fcsr,zero
                fscsr $0 = csrrw zero,fcsr,$0
                frrm $0 = csrrs $0,frm,zero
                fsrm $0 = csrrw zero,frm,$0
                frflags $0 = csrrs $0,fflags,zero
                fsflags $0 = csrrw zero,fflags,$0
                fmv.s $0,$1 = fsgnj.s $0,$1,$1
                fabs.s $0,$1 = fsgnjx.s $0,$1,$1
                fneg.s $0,$1 = fsgnjn.s $0,$1,$1
                fmv.d $0,$1 = fsgnj.d $0,$1,$1
                fabs.d $0,$1 = fsgnjx.d $0,$1,$1
                fneg.d $0,$1 = fsgnjn.d $0,$1,$1
                """.lines().toList()) {
            String[] sides = row.split(" = ");
            String[] left = sides[0].split(" ");
            int operands = left.length == 1 ? 0 : left[1].split(",").length;
            TEMPLATES.put(left[0] + "/" + operands, sides[1]);
        }
    }

    private Pseudo() {}

    /** The row called {@code mnemonic}. */
    static Op row(String mnemonic) {
        Op op = ROWS.get(mnemonic);
        if (op == null) {
            throw new IllegalArgumentException("unknown instruction " + mnemonic);
        }
        return op;
    }

    /** The instruction that a pseudo-instruction stands for; null if it is none. */
    static String expand(String name, String arguments) {
        String[] operands = arguments.isEmpty() ? new String[0] : arguments.split(",");
        String text = TEMPLATES.get(name + "/" + operands.length);
        for (int i = 0; text != null && i < operands.length; i++) {
            text = text.replace("$" + i, operands[i].strip());
        }
        return text;
    }

    /** li: at most eight instructions for any constant. */
    static List<String> loadImmediate(String rd, long value) {
        List<String> code = new ArrayList<>();
        loadImmediate(rd, value, code);
        return code;
    }

    private static void loadImmediate(String rd, long value, List<String> code) {
        long low = value << 52 >> 52;
        if (value == (int) value) {
            long high = value - low >> 12 & 0xFFFFF;
            if (high != 0) {
                code.add("lui " + rd + "," + high);
            }
            if (low != 0 || high == 0) {
                code.add((high == 0 ? "addi " + rd + ",zero," : "addiw " + rd + "," + rd + ",") + low);
            }
            return;
        }
        long rest = value - low >> 12;
        int zeros = Long.numberOfTrailingZeros(rest);
        loadImmediate(rd, rest >> zeros, code);
        code.add("slli " + rd + "," + rd + "," + (12 + zeros));
        if (low != 0) {
            code.add("addi " + rd + "," + rd + "," + low);
        }
    }
}
