package dev.kenari.machine.riscv.translator;

import static dev.kenari.machine.riscv.isa.Instruction.code;
import static dev.kenari.machine.riscv.isa.Instruction.immediate;
import static dev.kenari.machine.riscv.isa.Instruction.rd;
import static dev.kenari.machine.riscv.isa.Instruction.rs1;
import static dev.kenari.machine.riscv.isa.Instruction.rs2;
import static dev.kenari.machine.riscv.isa.Instruction.rs3;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import dev.kenari.machine.riscv.interpreter.Opcode;
import dev.kenari.machine.riscv.isa.Instruction;
import dev.kenari.machine.riscv.isa.Op;
import dev.kenari.machine.riscv.isa.Operand;
import dev.kenari.machine.riscv.mmu.Tlb;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes single instructions, registers being locals. What is frequent becomes a few bytecodes; the rest calls the interpreter's
 * semantics through {@link Execution#execute}, its operands copied to memory and its result back.
 */
final class InstructionWriter {
    private static final ClassDesc LONG = ClassDesc.of("java.lang.Long");
    private static final ClassDesc INTEGER = ClassDesc.of("java.lang.Integer");
    private static final ClassDesc MATH = ClassDesc.of("java.lang.Math");
    private static final MethodTypeDesc LONG_COMPARE = MethodTypeDesc.of(CD_int, CD_long, CD_long);
    private static final MethodTypeDesc LONG_BINARY = MethodTypeDesc.of(CD_long, CD_long, CD_long);
    private static final MethodTypeDesc LOAD = MethodTypeDesc.of(
            CD_long, Names.EXECUTION, CD_long.arrayType(), CD_long, CD_int, Names.MEMORY_SEGMENT, CD_long);
    private static final MethodTypeDesc LOAD_FROM_PAGE =
            MethodTypeDesc.of(CD_long, Names.EXECUTION, CD_long, CD_long, CD_int, Names.MEMORY_SEGMENT, CD_long);
    private static final MethodTypeDesc STORE_TO_PAGE = MethodTypeDesc.of(
            CD_void, Names.EXECUTION, CD_long, CD_long, CD_long, CD_int, Names.MEMORY_SEGMENT, CD_long);
    private static final MethodTypeDesc STORE = MethodTypeDesc.of(
            CD_void, Names.EXECUTION, CD_long.arrayType(), CD_long, CD_long, CD_int, Names.MEMORY_SEGMENT, CD_long);
    private static final MethodTypeDesc PAGE =
            MethodTypeDesc.of(CD_long, CD_long.arrayType(), CD_long, CD_long);
    private static final long SINGLE_BOX = 0xFFFF_FFFFL << 32;
    private static final long DOUBLE_SIGN = Long.MIN_VALUE;

    private final CodeBuilder code;
    private final ClassDesc owner;
    private final long ramMask;
    private final RegisterAccess registers;
    /** That of the instruction which is being written; null if it is in none. */
    private AccessGroup group;

    /**
     * @param owner the class that is written, which has RAM in a constant
     * @param ramMask one less than a power of two that is no less than the size of RAM
     */
    InstructionWriter(CodeBuilder code, ClassDesc owner, long ramMask, RegisterAccess registers) {
        this.code = code;
        this.owner = owner;
        this.ramMask = ramMask;
        this.registers = registers;
    }

    /** Writes instruction {@code index} of {@code block}, which is no jump or branch. */
    void write(Block block, int index, AccessGroup accessGroup) {
        group = accessGroup;
        if (group != null && group.beginsAt(index)) {
            findPage();
        }
        write(block.instructions()[index], Site.pack(block.offsets()[index], block.length() - 1 - index), block.offsets()[index]);
    }

    private void write(long n, int site, int offset) {
        switch (code(n)) {
            case Opcode.LUI -> set(n, () -> code.loadConstant(immediate(n)));
            case Opcode.AUIPC ->
                set(n, () -> code.lload(BlockWriter.BASE).loadConstant(offset + immediate(n)).ladd());
            case Opcode.ADDI -> addImmediate(n);
            case Opcode.XORI -> set(n, () -> withImmediate(n).lxor());
            case Opcode.ORI -> set(n, () -> withImmediate(n).lor());
            case Opcode.ANDI -> set(n, () -> withImmediate(n).land());
            case Opcode.SLLI -> set(n, () -> withShift(n).lshl());
            case Opcode.SRLI -> set(n, () -> withShift(n).lushr());
            case Opcode.SRAI -> set(n, () -> withShift(n).lshr());
            case Opcode.SLTI -> set(n, () -> less(withImmediate(n).lcmp()));
            case Opcode.SLTIU -> set(n, () -> less(compareUnsigned(withImmediate(n))));
            case Opcode.ADD -> add(n);
            case Opcode.SUB -> set(n, () -> both(n).lsub());
            case Opcode.XOR -> set(n, () -> both(n).lxor());
            case Opcode.OR -> set(n, () -> both(n).lor());
            case Opcode.AND -> set(n, () -> both(n).land());
            case Opcode.SLL -> set(n, () -> both(n).l2i().lshl());
            case Opcode.SRL -> set(n, () -> both(n).l2i().lushr());
            case Opcode.SRA -> set(n, () -> both(n).l2i().lshr());
            case Opcode.SLT -> set(n, () -> less(both(n).lcmp()));
            case Opcode.SLTU -> set(n, () -> less(compareUnsigned(both(n))));
            case Opcode.ADDIW -> set(n, () -> word(n).loadConstant((int) immediate(n)).iadd().i2l());
            case Opcode.SLLIW -> set(n, () -> word(n).loadConstant((int) immediate(n)).ishl().i2l());
            case Opcode.SRLIW -> set(n, () -> word(n).loadConstant((int) immediate(n)).iushr().i2l());
            case Opcode.SRAIW -> set(n, () -> word(n).loadConstant((int) immediate(n)).ishr().i2l());
            case Opcode.ADDW -> set(n, () -> words(n).iadd().i2l());
            case Opcode.SUBW -> set(n, () -> words(n).isub().i2l());
            case Opcode.SLLW -> set(n, () -> words(n).ishl().i2l());
            case Opcode.SRLW -> set(n, () -> words(n).iushr().i2l());
            case Opcode.SRAW -> set(n, () -> words(n).ishr().i2l());
            case Opcode.MUL -> set(n, () -> both(n).lmul());
            case Opcode.MULW -> set(n, () -> words(n).imul().i2l());
            case Opcode.MULH -> set(n, () -> both(n).invokestatic(MATH, "multiplyHigh", LONG_BINARY));
            case Opcode.MULHU -> set(n, () -> both(n).invokestatic(MATH, "unsignedMultiplyHigh", LONG_BINARY));
            case Opcode.MULHSU, Opcode.DIV, Opcode.DIVU, Opcode.REM, Opcode.REMU, Opcode.DIVW, Opcode.DIVUW, Opcode.REMW,
                    Opcode.REMUW ->
                set(n, () -> both(n).invokestatic(Names.RV64M, RegisterSets.op(n).mnemonic(), LONG_BINARY));
            case Opcode.LB -> load(n, "lb", site);
            case Opcode.LBU -> load(n, "lbu", site);
            case Opcode.LH -> load(n, "lh", site);
            case Opcode.LHU -> load(n, "lhu", site);
            case Opcode.LW -> load(n, "lw", site);
            case Opcode.LWU -> load(n, "lwu", site);
            case Opcode.LD -> load(n, "ld", site);
            case Opcode.FLD -> {
                setFloating(n, () -> loaded(n, "ld", site));
            }
            case Opcode.FLW -> {
                setFloating(n, () -> {
                    loaded(n, "lwu", site);
                    code.loadConstant(SINGLE_BOX).lor();
                });
            }
            case Opcode.SB -> store(n, "sb", rs2(n), site);
            case Opcode.SH -> store(n, "sh", rs2(n), site);
            case Opcode.SW -> store(n, "sw", rs2(n), site);
            case Opcode.SD -> store(n, "sd", rs2(n), site);
            case Opcode.FSD -> store(n, "sd", RegisterAccess.FLOATING + rs2(n), site);
            case Opcode.FSW -> store(n, "sw", RegisterAccess.FLOATING + rs2(n), site);
            case Opcode.FENCE ->
                code.invokestatic(Names.VAR_HANDLE, "fullFence", MethodTypeDesc.of(CD_void));
            case Opcode.SH1ADD -> set(n, () -> shiftAdd(n, 1));
            case Opcode.SH2ADD -> set(n, () -> shiftAdd(n, 2));
            case Opcode.SH3ADD -> set(n, () -> shiftAdd(n, 3));
            case Opcode.MIN -> set(n, () -> both(n).invokestatic(MATH, "min", LONG_BINARY));
            case Opcode.MAX -> set(n, () -> both(n).invokestatic(MATH, "max", LONG_BINARY));
            case Opcode.ANDN -> set(n, () -> both(n).loadConstant(-1L).lxor().land());
            case Opcode.ZEXT_H -> set(n, () -> get(rs1(n)).loadConstant(0xFFFFL).land());
            case Opcode.SEXT_H -> set(n, () -> word(n).i2s().i2l());
            case Opcode.SEXT_B -> set(n, () -> word(n).i2b().i2l());
            case Opcode.RORI ->
                set(n, () -> withShift(n).invokestatic(LONG, "rotateRight", MethodTypeDesc.of(CD_long, CD_long, CD_int)));
            case Opcode.RORIW ->
                set(n, () -> word(n).loadConstant((int) immediate(n))
                        .invokestatic(INTEGER, "rotateRight", MethodTypeDesc.of(CD_int, CD_int, CD_int))
                        .i2l());
            case Opcode.REV8 ->
                set(n, () -> get(rs1(n)).invokestatic(LONG, "reverseBytes", MethodTypeDesc.of(CD_long, CD_long)));
            case Opcode.FMV_X_D -> set(n, () -> floating(rs1(n)));
            case Opcode.FMV_D_X -> setFloating(n, () -> get(rs1(n)));
            case Opcode.FMV_X_W -> set(n, () -> floating(rs1(n)).l2i().i2l());
            case Opcode.FMV_W_X ->
                setFloating(n, () -> get(rs1(n)).loadConstant(0xFFFF_FFFFL).land().loadConstant(SINGLE_BOX).lor());
            case Opcode.FSGNJ_D -> signInjection(n, false);
            case Opcode.FSGNJN_D -> signInjection(n, true);
            case Opcode.FSGNJX_D ->
                setFloating(n, () -> {
                    floating(rs1(n));
                    floating(rs2(n)).loadConstant(DOUBLE_SIGN).land().lxor();
                });
            default -> {
                if (code(n) >= Opcode.FMADD_S && code(n) <= Opcode.FCVT_D_S) {
                    floatingPoint(n, site);
                } else {
                    execute(n, site);
                }
            }
        }
    }

    /** A call of {@link GuestFloat}: the operands, and what a rounding mode that is none needs. */
    private void floatingPoint(long n, int site) {
        Op op = RegisterSets.op(n);
        List<ClassDesc> types = new ArrayList<>();
        RegisterAccess.Value result = () -> {
            boolean rounds = false;
            for (Operand operand : op.format().operands()) {
                int register = switch (operand.role()) {
                    case RS1 -> rs1(n);
                    case RS2 -> rs2(n);
                    case RS3 -> rs3(n);
                    default -> -1;
                };
                if (register >= 0) {
                    get(operand.kind() == Operand.Kind.F ? RegisterAccess.FLOATING + register : register);
                    types.add(CD_long);
                }
                rounds |= operand.kind() == Operand.Kind.ROUNDING;
            }
            code.aload(BlockWriter.EXECUTION);
            types.add(Names.EXECUTION);
            if (rounds) {
                code.loadConstant((int) immediate(n)).lload(BlockWriter.BASE).loadConstant(site);
                types.addAll(List.of(CD_int, CD_long, CD_int));
            }
            code.invokestatic(Names.GUEST_FLOAT, methodName(op), MethodTypeDesc.of(CD_long, types));
        };
        if (op.format().floatingRd()) {
            setFloating(n, result);
        } else if (rd(n) == Instruction.SINK) {
            // For its flags.
            result.push();
            code.pop2();
        } else {
            set(n, result);
        }
    }

    /** fcvt.wu.d is {@code fcvtWuD}. */
    private static String methodName(Op op) {
        StringBuilder name = new StringBuilder();
        for (String part : op.mnemonic().split("\\.")) {
            name.append(name.isEmpty() ? part : Character.toUpperCase(part.charAt(0)) + part.substring(1));
        }
        return name.toString();
    }

    /** About how many bytecodes {@code n} takes, with what it makes necessary elsewhere. */
    static int estimate(long n) {
        int code = code(n);
        return code >= Opcode.JAL && code <= Opcode.BGEU ? 40 : 20;
    }

    /** Sets rd to what {@code value} pushes; without effect for x0. */
    private void set(long n, RegisterAccess.Value value) {
        if (rd(n) != Instruction.SINK) {
            registers.set(rd(n), value);
        }
    }

    private void setFloating(long n, RegisterAccess.Value value) {
        registers.set(RegisterAccess.FLOATING + rd(n), value);
    }

    private CodeBuilder get(int register) {
        return registers.get(register);
    }

    private CodeBuilder floating(int register) {
        return registers.get(RegisterAccess.FLOATING + register);
    }

    private CodeBuilder both(long n) {
        get(rs1(n));
        return get(rs2(n));
    }

    private CodeBuilder withImmediate(long n) {
        return get(rs1(n)).loadConstant(immediate(n));
    }

    private CodeBuilder withShift(long n) {
        return get(rs1(n)).loadConstant((int) immediate(n));
    }

    private CodeBuilder word(long n) {
        return get(rs1(n)).l2i();
    }

    private CodeBuilder words(long n) {
        get(rs1(n)).l2i();
        return get(rs2(n)).l2i();
    }

    private void addImmediate(long n) {
        set(n, () -> {
            if (rs1(n) == 0) {
                code.loadConstant(immediate(n));
            } else if (immediate(n) == 0) {
                get(rs1(n));
            } else {
                withImmediate(n).ladd();
            }
        });
    }

    private void add(long n) {
        set(n, () -> {
            if (rs1(n) == 0 || rs2(n) == 0) {
                get(rs1(n) | rs2(n));
            } else {
                both(n).ladd();
            }
        });
    }

    private void shiftAdd(long n, int shift) {
        get(rs1(n)).loadConstant(shift).lshl();
        get(rs2(n)).ladd();
    }

    private static CodeBuilder compareUnsigned(CodeBuilder operands) {
        return operands.invokestatic(LONG, "compareUnsigned", LONG_COMPARE);
    }

    /** Pushes 1 if the comparison whose result is on the stack was less, else 0. */
    private void less(CodeBuilder compared) {
        Label yes = compared.newLabel();
        Label end = compared.newLabel();
        compared.iflt(yes).lconst_0().goto_(end).labelBinding(yes).lconst_1().labelBinding(end);
    }

    private void signInjection(long n, boolean negated) {
        setFloating(n, () -> {
            floating(rs1(n)).loadConstant(~DOUBLE_SIGN).land();
            floating(rs2(n));
            if (negated) {
                code.loadConstant(-1L).lxor();
            }
            code.loadConstant(DOUBLE_SIGN).land().lor();
        });
    }

    private void effectiveAddress(long n) {
        if (immediate(n) == 0) {
            get(rs1(n));
        } else {
            withImmediate(n).ladd();
        }
    }

    private void loaded(long n, String kind, int site) {
        code.aload(BlockWriter.EXECUTION);
        page(BlockWriter.READS);
        effectiveAddress(n);
        access(kind, group == null ? LOAD : LOAD_FROM_PAGE, site);
    }

    /** Looks up the page of the group in the TLB, unless it lasts from the time before. */
    private void findPage() {
        int page = RegisterAccess.page(group.number());
        Label found = code.newLabel();
        if (group.lasts()) {
            skipIfKnown(found);
        }
        code.aload(group.writes() ? BlockWriter.WRITES : BlockWriter.READS);
        address(group.first());
        address(group.last());
        code.invokestatic(Names.GUEST_RAM, "page", PAGE);
        if (group.lasts()) {
            remember(page);
            code.lload(page);
            address(group.first());
            code.invokestatic(Names.GUEST_RAM, "tag", LONG_BINARY).lstore(RegisterAccess.tag(group.number()));
            code.labelBinding(found);
        } else {
            code.lstore(page);
        }
    }

    /**
     * Stores what is on the stack to {@code page}, unless it is there: then the data's address does not wait for the look-up. C2 must not see
     * that both ways lead to the same.
     */
    private void remember(int page) {
        Label same = code.newLabel();
        code.dup2().lload(page).lxor().lconst_0().lcmp().ifeq(same);
        code.dup2().lstore(page).labelBinding(same).pop2();
    }

    /** Goes to {@code found} if the group's accesses are in the page of its tag: a single one, if it is aligned too. */
    private void skipIfKnown(Label found) {
        int tag = RegisterAccess.tag(group.number());
        if (group.single()) {
            address(group.first());
            code.loadConstant(Tlb.PAGE_MASK | group.last() - group.first()).land().lload(tag).lcmp().ifeq(found);
            return;
        }
        Label other = code.newLabel();
        address(group.first());
        code.loadConstant(Tlb.PAGE_MASK).land().lload(tag).lcmp().ifne(other);
        address(group.last());
        code.loadConstant(Tlb.PAGE_MASK).land().lload(tag).lcmp().ifeq(found).labelBinding(other);
    }

    /** No page is known as number {@code number}. */
    void forgetPage(int number) {
        code.loadConstant(GuestRam.ABSENT).lstore(RegisterAccess.page(number));
        code.loadConstant(GuestRam.NO_TAG).lstore(RegisterAccess.tag(number));
    }

    /** The page that register {@code base} points to is that with number {@code number}, if the TLB has it. */
    void guessPage(int number, int base, boolean writes) {
        code.aload(writes ? BlockWriter.WRITES : BlockWriter.READS);
        get(base);
        get(base).invokestatic(Names.GUEST_RAM, "page", PAGE).lstore(RegisterAccess.page(number));
        code.lload(RegisterAccess.page(number));
        get(base).invokestatic(Names.GUEST_RAM, "tag", LONG_BINARY).lstore(RegisterAccess.tag(number));
    }

    /** Pushes the address at {@code distance} from the group's base. */
    private void address(long distance) {
        get(group.base());
        if (distance != 0) {
            code.loadConstant(distance).ladd();
        }
    }

    /** Pushes the page of the group, or else the entries of the TLB, which are in the local {@code entries}. */
    private void page(int entries) {
        if (group == null) {
            code.aload(entries);
        } else {
            code.lload(RegisterAccess.page(group.number()));
        }
    }

    private void load(long n, String kind, int site) {
        if (rd(n) == Instruction.SINK) {
            loaded(n, kind, site);
            code.pop2();
        } else {
            set(n, () -> loaded(n, kind, site));
        }
    }

    /** @param value the register, 32 and up for floating-point ones */
    private void store(long n, String kind, int value, int site) {
        code.aload(BlockWriter.EXECUTION);
        page(BlockWriter.WRITES);
        effectiveAddress(n);
        get(value);
        access(kind, group == null ? STORE : STORE_TO_PAGE, site);
    }

    private void access(String kind, MethodTypeDesc type, int site) {
        code.loadConstant(site)
                .getstatic(owner, Names.RAM_FIELD, Names.MEMORY_SEGMENT)
                .loadConstant(ramMask)
                .invokestatic(Names.GUEST_RAM, kind, type);
    }

    private void execute(long n, int site) {
        registers.writeBack(RegisterSets.reads(n));
        code.aload(BlockWriter.EXECUTION)
                .loadConstant(n)
                .lload(BlockWriter.BASE)
                .loadConstant(site)
                .invokevirtual(
                        Names.EXECUTION, "execute", MethodTypeDesc.of(CD_void, CD_long, CD_long, CD_int));
        registers.load(RegisterSets.writes(n));
    }

    /** Writes the conditional branch {@code n} to {@code taken}. */
    void branch(long n, Label taken) {
        both(n);
        switch (code(n)) {
            case Opcode.BEQ -> code.lcmp().ifeq(taken);
            case Opcode.BNE -> code.lcmp().ifne(taken);
            case Opcode.BLT -> code.lcmp().iflt(taken);
            case Opcode.BGE -> code.lcmp().ifge(taken);
            case Opcode.BLTU -> compareUnsigned(code).iflt(taken);
            case Opcode.BGEU -> compareUnsigned(code).ifge(taken);
            default -> throw new IllegalArgumentException("not a branch: " + code(n));
        }
    }

    /** Pushes the address to which the indirect jump {@code n} goes. */
    void jumpTarget(long n) {
        effectiveAddress(n);
        code.loadConstant(-2L).land();
    }
}
