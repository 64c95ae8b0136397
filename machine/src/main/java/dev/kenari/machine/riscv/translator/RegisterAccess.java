package dev.kenari.machine.riscv.translator;

import java.lang.classfile.CodeBuilder;

/**
 * Where a region's code has the guest's registers while it runs: in locals, which C2 keeps in the host's registers, at the price
 * of copying them wherever the region is entered and left; or in memory, where all other code has them. Registers are numbered
 * as in {@link RegisterSets}.
 */
final class RegisterAccess {
    static final int FLOATING = 32;
    /** The index of the last register of either kind. */
    static final int LAST = FLOATING - 1;

    private static final int FIRST_LOCAL = 12;
    /** The first local that no register can be in. */
    private static final int FIRST_FREE = FIRST_LOCAL + 2 * 64;

    private final CodeBuilder code;
    private final boolean inLocals;

    RegisterAccess(CodeBuilder code, boolean inLocals) {
        this.code = code;
        this.inLocals = inLocals;
    }

    boolean inLocals() {
        return inLocals;
    }

    /** What pushes a value. */
    interface Value {
        void push();
    }

    CodeBuilder get(int register) {
        if (register == 0) {
            return code.lconst_0();
        }
        return inLocals ? code.lload(local(register)) : element(register).laload();
    }

    void set(int register, Value value) {
        if (inLocals) {
            value.push();
            code.lstore(local(register));
        } else {
            element(register);
            value.push();
            code.lastore();
        }
    }

    /** Copies the registers of {@code set} from memory to where the region has them. */
    void load(long set) {
        for (long rest = inLocals ? set : 0; rest != 0; rest &= rest - 1) {
            int register = Long.numberOfTrailingZeros(rest);
            element(register).laload().lstore(local(register));
        }
    }

    /** Copies the registers of {@code set} to memory. */
    void writeBack(long set) {
        for (long rest = inLocals ? set : 0; rest != 0; rest &= rest - 1) {
            int register = Long.numberOfTrailingZeros(rest);
            element(register).lload(local(register)).lastore();
        }
    }

    /** Pushes the array and the index of a register in memory. */
    private CodeBuilder element(int register) {
        return code.aload(register < FLOATING ? BlockWriter.X : BlockWriter.F).loadConstant(register % FLOATING);
    }

    /** The local that holds the page of an {@link AccessGroup}. */
    static int page(int group) {
        return FIRST_FREE + 4 * group;
    }

    /** The local that holds the virtual address of the page that {@link #page} is of. */
    static int tag(int group) {
        return page(group) + 2;
    }

    /** The register that is kept in {@code local}; negative if none. */
    static int register(int local) {
        return Math.floorDiv(local - FIRST_LOCAL, 2);
    }

    /** What a local beyond those of registers holds; null for one of them, or before. */
    static String pageName(int local) {
        int number = (local - FIRST_FREE) / 4;
        return local < FIRST_FREE ? null : local == page(number) ? "page" + number : "tag" + number;
    }

    private static int local(int register) {
        return FIRST_LOCAL + 2 * register;
    }
}
