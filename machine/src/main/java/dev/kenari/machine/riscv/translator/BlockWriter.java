package dev.kenari.machine.riscv.translator;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import dev.kenari.machine.riscv.isa.Instruction;
import dev.kenari.machine.riscv.mmu.Tlb;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Writes blocks of a region as part of one method, which is structured as the guest code is: blocks are labels, branches are branches. The
 * methods differ in where the registers are and in what it means to leave.
 */
abstract class BlockWriter {
    // The locals of every method; registers and pages come after them.
    static final int EXECUTION = 1;
    static final int BASE = 2;
    static final int ENTRY = 4;
    static final int BUDGET = 5;
    static final int X = 6;
    static final int F = 7;
    static final int READS = 8;
    static final int WRITES = 9;
    static final int TEMPORARY = 10;

    /** The line number of offset 0: an instruction has two bytes or more, and offsets may be negative. */
    private static final int FIRST_LINE = 1 << 15;

    final RegionGraph graph;
    final CodeBuilder code;
    final RegisterAccess registers;
    final InstructionWriter instructions;
    private final boolean listed;
    private final Label[] labels;
    /** Written after the blocks. */
    private final List<Runnable> stubs = new ArrayList<>();
    private final Label handler;
    private boolean traps;

    /** @param instructions writes with {@code code} and {@code registers}; @param listed whether to write line numbers */
    BlockWriter(
            RegionGraph graph, CodeBuilder code, RegisterAccess registers, InstructionWriter instructions, boolean listed) {
        this.graph = graph;
        this.code = code;
        this.registers = registers;
        this.instructions = instructions;
        this.listed = listed;
        this.labels = graph.blocks().stream().map(block -> code.newLabel()).toArray(Label[]::new);
        this.handler = code.newLabel();
    }

    /** Whether block {@code index} is in this method. */
    abstract boolean has(int index);

    /** Which accesses of block {@code index} share look-ups. */
    abstract AccessGroup[] groups(int index);

    /** Others have run: what was found out about memory may be wrong. */
    abstract void forget();

    /** Leaves for {@code offset}, where there is none of this method's blocks. */
    abstract void leave(int offset);

    /** Leaves for {@code offset} because the quantum is used up. */
    abstract void leaveAtEnd(int offset);

    /** Leaves for the address on the stack. */
    abstract void leaveForAddress();

    /** Calls the function whose address is in {@link #TEMPORARY}, and goes on after {@code block}, which has index {@code index}. */
    abstract void call(int index, Block block);

    /** Ends with what a trap leads to: it is in {@link #TEMPORARY}. */
    abstract void trapped();

    /** The offset of the guest instruction that line number {@code line} stands for. */
    static int offset(int line) {
        return line - FIRST_LINE << 1;
    }

    final Label label(int index) {
        return labels[index];
    }

    final void loadFields() {
        field("x", X, RegisterAccess.LAST);
        field("f", F, RegisterAccess.LAST);
        field("reads", READS, Tlb.INDEX_MASK + 1);
        field("writes", WRITES, Tlb.INDEX_MASK + 1);
        reloadBudget();
    }

    /** Loads the array in {@code field}. Its last element is read, so that C2 knows its length: no other access needs a check. */
    private void field(String field, int local, int last) {
        code.aload(EXECUTION).getfield(Names.EXECUTION, field, CD_long.arrayType()).dup().astore(local);
        code.loadConstant(last).laload().pop2();
    }

    final void reloadBudget() {
        code.aload(EXECUTION).getfield(Names.EXECUTION, "budget", CD_int).istore(BUDGET);
    }

    final void saveBudget() {
        code.aload(EXECUTION).iload(BUDGET).putfield(Names.EXECUTION, "budget", CD_int);
    }

    private void line(int offset) {
        if (listed) {
            code.lineNumber((offset >> 1) + FIRST_LINE);
        }
    }

    /** Writes block {@code index}, which is at the place of its label. */
    final void block(int index) {
        Block block = graph.blocks().get(index);
        code.labelBinding(labels[index]);
        code.iinc(BUDGET, -block.length());
        int straight = block.end() == Block.End.FALL ? block.length() : block.length() - 1;
        AccessGroup[] groups = groups(index);
        Label trapping = null;
        for (int i = 0; i < straight; i++) {
            long n = block.instructions()[i];
            boolean mayTrap = RegisterSets.mayTrap(n);
            if (mayTrap && trapping == null) {
                trapping = code.newBoundLabel();
            } else if (!mayTrap && trapping != null) {
                handle(trapping);
                trapping = null;
            }
            line(block.offsets()[i]);
            instructions.write(block, i, groups[i]);
        }
        if (trapping != null) {
            handle(trapping);
        }
        if (straight < block.length()) {
            line(block.offsets()[straight]);
        }
        end(index, block);
    }

    /** Traps between {@code from} and here are handled. */
    private void handle(Label from) {
        traps = true;
        code.exceptionCatch(from, code.newBoundLabel(), handler, Names.TRAP);
    }

    private void end(int index, Block block) {
        switch (block.end()) {
            case FALL -> goTo(index, block.next());
            case JUMP -> {
                link(block);
                goTo(index, block.target());
            }
            case BRANCH -> {
                instructions.branch(block.last(), edge(index, block.target()));
                goTo(index, block.next());
            }
            case CALL -> {
                address(block.target());
                code.lstore(TEMPORARY);
                link(block);
                call(index, block);
            }
            case INDIRECT_CALL -> {
                instructions.jumpTarget(block.last());
                code.lstore(TEMPORARY);
                link(block);
                call(index, block);
            }
            case INDIRECT_JUMP -> indirectJump(block);
        }
    }

    /** Pushes the virtual address of {@code offset}. */
    final void address(int offset) {
        code.lload(BASE).loadConstant((long) offset).ladd();
    }

    /** The index of the block at {@code offset} if it is in this method; else -1. */
    private int member(int offset) {
        int index = graph.index(offset);
        return index >= 0 && has(index) ? index : -1;
    }

    /** Goes from block {@code from} to {@code offset}. */
    final void goTo(int from, int offset) {
        int to = member(offset);
        boolean next = to > from && IntStream.range(from + 1, to).noneMatch(this::has);
        if (!next) {
            jump(from, offset);
        }
    }

    /** As {@link #goTo}, from where nothing follows. */
    final void jump(int from, int offset) {
        int to = member(offset);
        if (to > from) {
            code.goto_(labels[to]);
        } else if (to >= 0) {
            backEdge(to);
        } else {
            leave(offset);
        }
    }

    /** Where a branch that is taken goes: a block, or a stub that polls or leaves. */
    private Label edge(int from, int offset) {
        int to = member(offset);
        return to > from ? labels[to] : stub(() -> jump(from, offset));
    }

    /** What {@code body} writes, after the blocks. */
    final Label stub(Runnable body) {
        Label stub = code.newLabel();
        stubs.add(() -> {
            code.labelBinding(stub);
            body.run();
        });
        return stub;
    }

    /** Goes back to block {@code to}, with a poll if the quantum is used up. */
    private void backEdge(int to) {
        code.iload(BUDGET).ifgt(labels[to]);
        code.aload(EXECUTION)
                .iload(BUDGET)
                .invokevirtual(Names.EXECUTION, "poll", MethodTypeDesc.of(CD_int, CD_int))
                .istore(BUDGET);
        forget();
        code.iload(BUDGET).ifgt(labels[to]);
        leaveAtEnd(graph.blocks().get(to).start());
    }

    /** Sets the register in which the jump that ends {@code block} leaves the address after it. */
    private void link(Block block) {
        int register = Instruction.rd(block.last());
        if (register != Instruction.SINK) {
            registers.set(register, () -> address(block.next()));
        }
    }

    private void indirectJump(Block block) {
        instructions.jumpTarget(block.last());
        code.lstore(TEMPORARY);
        link(block);
        int[] targets = IntStream.of(block.targets()).filter(offset -> member(offset) >= 0).toArray();
        if (targets.length > 0) {
            Label out = code.newLabel();
            code.iload(BUDGET).ifle(out);
            // A target so far away that its distance does not fit an int differs from the distance cut short.
            code.lload(TEMPORARY).lload(BASE).lsub().l2i().i2l().lload(BASE).ladd().lload(TEMPORARY).lcmp().ifne(out);
            List<SwitchCase> cases = IntStream.of(targets)
                    .mapToObj(offset -> SwitchCase.of(offset, labels[graph.index(offset)]))
                    .toList();
            code.lload(TEMPORARY).lload(BASE).lsub().l2i().lookupswitch(out, cases);
            code.labelBinding(out);
        }
        code.lload(TEMPORARY);
        leaveForAddress();
    }

    /** Writes what several blocks share, after them. */
    final void finish() {
        for (int i = 0; i < stubs.size(); i++) {
            stubs.get(i).run();
        }
        if (traps) {
            code.labelBinding(handler);
            // The trap is on the stack.
            code.astore(TEMPORARY);
            trapped();
        }
    }

    /** Tells of the trap in {@link #TEMPORARY}; {@link Region#TRAPPED} is on the stack then. */
    final void tellTrap() {
        code.aload(EXECUTION)
                .aload(TEMPORARY)
                .lload(BASE)
                .iload(BUDGET)
                .invokevirtual(Names.EXECUTION, "trapped", MethodTypeDesc.of(CD_long, Names.TRAP, CD_long, CD_int));
    }
}
