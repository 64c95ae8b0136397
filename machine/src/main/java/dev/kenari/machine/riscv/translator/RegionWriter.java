package dev.kenari.machine.riscv.translator;

import static java.lang.constant.ConstantDescs.CD_Class;
import static java.lang.constant.ConstantDescs.CD_MethodHandles_Lookup;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_String;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.INIT_NAME;

import dev.kenari.machine.riscv.isa.Instruction;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Writes the class of one region. Its method {@code run} loads the registers that the region needs into locals, jumps to the
 * entry, and is structured as the guest code is: blocks are labels, branches are branches. Where the region is left, for good
 * or for a call, the registers that may have changed are written back.
 */
final class RegionWriter {
    static final MethodTypeDesc RUN = MethodTypeDesc.of(CD_long, Names.EXECUTION, CD_long, CD_int);

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

    private final RegionGraph graph;
    private final boolean inLocals;
    private final ClassDesc name;
    private final long ramMask;
    private final boolean listed;

    private CodeBuilder code;
    private RegisterAccess registers;
    private InstructionWriter instructions;
    private Label[] labels;
    /** Ways out, by the registers to write back: the address to go on at is on the stack. */
    private final Map<Long, Label> exits = new LinkedHashMap<>();

    private final Map<Long, Label> handlers = new LinkedHashMap<>();
    private final List<Runnable> stubs = new ArrayList<>();

    private RegionWriter(RegionGraph graph, boolean inLocals, long ramMask, boolean listed) {
        this.graph = graph;
        this.inLocals = inLocals;
        this.name = Names.REGION.nested("Code");
        this.ramMask = ramMask;
        this.listed = listed;
    }

    /**
     * The class file of the region; its class data is the board's RAM.
     *
     * @param listed whether it is to have line numbers, for {@link RegionListing}
     */
    static byte[] write(RegionGraph graph, boolean inLocals, long ramMask, boolean listed) {
        RegionWriter writer = new RegionWriter(graph, inLocals, ramMask, listed);
        return ClassFile.of().build(writer.name, writer::writeClass);
    }

    /** The offset of the guest instruction that line number {@code line} stands for. */
    static int offset(int line) {
        return line - FIRST_LINE << 1;
    }

    private void line(int offset) {
        if (listed) {
            code.lineNumber((offset >> 1) + FIRST_LINE);
        }
    }

    private void writeClass(ClassBuilder builder) {
        builder.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER)
                .withSuperclass(Names.REGION)
                .withField(Names.RAM_FIELD, Names.MEMORY_SEGMENT, ClassFile.ACC_STATIC | ClassFile.ACC_FINAL)
                .withMethodBody(ConstantDescs.CLASS_INIT_NAME, MethodTypeDesc.of(CD_void), ClassFile.ACC_STATIC, this::initialise)
                .withMethodBody(
                        INIT_NAME,
                        MethodTypeDesc.of(CD_void),
                        0,
                        c -> c.aload(0).invokespecial(Names.REGION, INIT_NAME, MethodTypeDesc.of(CD_void)).return_())
                .withMethodBody("run", RUN, ClassFile.ACC_FINAL, this::run);
    }

    private void initialise(CodeBuilder c) {
        ClassDesc handles = ClassDesc.of("java.lang.invoke.MethodHandles");
        c.invokestatic(handles, "lookup", MethodTypeDesc.of(CD_MethodHandles_Lookup))
                .loadConstant(ConstantDescs.DEFAULT_NAME)
                .loadConstant(Names.MEMORY_SEGMENT)
                .invokestatic(
                        handles, "classData", MethodTypeDesc.of(CD_Object, CD_MethodHandles_Lookup, CD_String, CD_Class))
                .checkcast(Names.MEMORY_SEGMENT)
                .putstatic(name, Names.RAM_FIELD, Names.MEMORY_SEGMENT)
                .return_();
    }

    private void run(CodeBuilder builder) {
        code = builder;
        exits.clear();
        handlers.clear();
        stubs.clear();
        registers = new RegisterAccess(code, inLocals);
        instructions = new InstructionWriter(code, name, ramMask, registers);
        List<Block> blocks = graph.blocks();
        labels = IntStream.range(0, blocks.size()).mapToObj(i -> code.newLabel()).toArray(Label[]::new);
        enter();
        for (int i = 0; i < blocks.size(); i++) {
            block(i);
        }
        stubs.forEach(Runnable::run);
        handlers.forEach(this::handler);
        exits.forEach(this::exit);
    }

    private void enter() {
        field("x", X);
        field("f", F);
        field("reads", READS);
        field("writes", WRITES);
        reloadBudget();
        registers.load(graph.liveAtEntry());
        int[] entries = graph.entries();
        if (entries.length == 1) {
            code.goto_(labels[graph.index(entries[0])]);
            return;
        }
        List<SwitchCase> cases = IntStream.range(0, entries.length)
                .mapToObj(i -> SwitchCase.of(i, labels[graph.index(entries[i])]))
                .toList();
        code.iload(ENTRY).tableswitch(0, entries.length - 1, cases.getFirst().target(), cases);
    }

    private void field(String field, int local) {
        code.aload(EXECUTION).getfield(Names.EXECUTION, field, CD_long.arrayType()).astore(local);
    }

    private void reloadBudget() {
        code.aload(EXECUTION).getfield(Names.EXECUTION, "budget", CD_int).istore(BUDGET);
    }

    private void saveBudget() {
        code.aload(EXECUTION).iload(BUDGET).putfield(Names.EXECUTION, "budget", CD_int);
    }

    /** What must be written back where block {@code index} is left. */
    private long dirty(int index) {
        return registers.inLocals() ? graph.dirty(index) : 0;
    }

    private void block(int index) {
        Block block = graph.blocks().get(index);
        code.labelBinding(labels[index]);
        code.iinc(BUDGET, -block.length());
        int straight = block.end() == Block.End.FALL ? block.length() : block.length() - 1;
        AccessGroup[] groups = AccessGroup.of(block.instructions());
        Label trapping = null;
        for (int i = 0; i < straight; i++) {
            long n = block.instructions()[i];
            boolean mayTrap = RegisterSets.mayTrap(n);
            if (mayTrap && trapping == null) {
                trapping = code.newBoundLabel();
            } else if (!mayTrap && trapping != null) {
                handle(index, trapping);
                trapping = null;
            }
            line(block.offsets()[i]);
            instructions.write(block, i, groups[i]);
        }
        if (trapping != null) {
            handle(index, trapping);
        }
        if (straight < block.length()) {
            line(block.offsets()[straight]);
        }
        end(index, block);
    }

    /** Traps between {@code from} and here, in block {@code index}, are handled. The registers to write back are live there. */
    private void handle(int index, Label from) {
        Label handler = handlers.computeIfAbsent(dirty(index), mask -> code.newLabel());
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
                call(index, block);
            }
            case INDIRECT_CALL -> {
                instructions.jumpTarget(block.last());
                code.lstore(TEMPORARY);
                call(index, block);
            }
            case INDIRECT_JUMP -> indirectJump(index, block);
        }
    }

    /** Pushes the virtual address of {@code offset}. */
    private void address(int offset) {
        code.lload(BASE).loadConstant((long) offset).ladd();
    }

    private void goTo(int from, int offset) {
        int to = graph.index(offset);
        if (to == from + 1) {
            return;
        }
        if (to >= 0 && to > from) {
            code.goto_(labels[to]);
        } else if (to >= 0) {
            backEdge(from, to);
        } else {
            leave(from, offset);
        }
    }

    /** Where a branch that is taken goes: a block, or a stub that polls or leaves. */
    private Label edge(int from, int offset) {
        int to = graph.index(offset);
        if (to > from) {
            return labels[to];
        }
        Label stub = code.newLabel();
        stubs.add(() -> {
            code.labelBinding(stub);
            if (to >= 0) {
                backEdge(from, to);
            } else {
                leave(from, offset);
            }
        });
        return stub;
    }

    /** Goes back to block {@code to}, with a poll if the quantum is used up. */
    private void backEdge(int from, int to) {
        code.iload(BUDGET).ifgt(labels[to]);
        code.aload(EXECUTION)
                .iload(BUDGET)
                .invokevirtual(Names.EXECUTION, "poll", MethodTypeDesc.of(CD_int, CD_int))
                .istore(BUDGET);
        code.iload(BUDGET).ifgt(labels[to]);
        leave(from, graph.blocks().get(to).start());
    }

    private void leave(int from, int offset) {
        address(offset);
        leave(from);
    }

    /** Leaves for the address on the stack. */
    private void leave(int from) {
        code.goto_(exits.computeIfAbsent(dirty(from), mask -> code.newLabel()));
    }

    private void exit(long mask, Label label) {
        code.labelBinding(label);
        code.lstore(TEMPORARY);
        registers.writeBack(mask);
        saveBudget();
        code.lload(TEMPORARY).lreturn();
    }

    /** A trap in a block whose registers are {@code mask}. */
    private void handler(long mask, Label label) {
        code.labelBinding(label);
        // The trap is on the stack.
        code.astore(TEMPORARY);
        registers.writeBack(mask);
        code.aload(EXECUTION)
                .aload(TEMPORARY)
                .lload(BASE)
                .iload(BUDGET)
                .invokevirtual(Names.EXECUTION, "trapped", MethodTypeDesc.of(CD_long, Names.TRAP, CD_long, CD_int))
                .lreturn();
    }

    /** Calls the function whose address is in {@link #TEMPORARY}. */
    private void call(int index, Block block) {
        link(block);
        int back = graph.index(block.next());
        if (back < 0) {
            code.lload(TEMPORARY);
            leave(index);
            return;
        }
        registers.writeBack(dirty(index));
        saveBudget();
        code.aload(EXECUTION)
                .lload(TEMPORARY)
                .lload(BASE)
                .loadConstant((long) block.next())
                .ladd()
                .invokevirtual(Names.EXECUTION, "call", MethodTypeDesc.of(CD_long, CD_long, CD_long))
                .lstore(TEMPORARY);
        Label returned = code.newLabel();
        code.lload(TEMPORARY);
        address(block.next());
        code.lcmp().ifeq(returned);
        code.lload(TEMPORARY).lreturn();
        code.labelBinding(returned);
        registers.load(graph.live(back));
        reloadBudget();
        if (back != index + 1) {
            code.goto_(labels[back]);
        }
    }

    /** Sets the register in which the jump that ends {@code block} leaves the address after it. */
    private void link(Block block) {
        int register = Instruction.rd(block.last());
        if (register != Instruction.SINK) {
            registers.set(register, () -> address(block.next()));
        }
    }

    private void indirectJump(int index, Block block) {
        instructions.jumpTarget(block.last());
        code.lstore(TEMPORARY);
        link(block);
        if (block.targets().length == 0) {
            code.lload(TEMPORARY);
            leave(index);
            return;
        }
        Label out = code.newLabel();
        code.iload(BUDGET).ifle(out);
        // A target so far away that its distance does not fit an int differs from the distance cut short.
        code.lload(TEMPORARY).lload(BASE).lsub().l2i().i2l().lload(BASE).ladd().lload(TEMPORARY).lcmp().ifne(out);
        List<SwitchCase> cases = IntStream.of(block.targets())
                .mapToObj(offset -> SwitchCase.of(offset, labels[graph.index(offset)]))
                .toList();
        code.lload(TEMPORARY).lload(BASE).lsub().l2i().lookupswitch(out, cases);
        code.labelBinding(out);
        code.lload(TEMPORARY);
        leave(index);
    }
}
