package dev.kenari.machine.riscv.translator;

import static java.lang.constant.ConstantDescs.CD_Class;
import static java.lang.constant.ConstantDescs.CD_MethodHandles_Lookup;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_String;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.INIT_NAME;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Writes the class of one region. Its method {@code run} jumps to the entry; there the guest's registers are in memory, where all other
 * code has them, but each {@link Loop} is a method of its own, called in the place of its header.
 */
final class RegionWriter extends BlockWriter {
    private static final MethodTypeDesc RUN = MethodTypeDesc.of(CD_long, Names.EXECUTION, CD_long, CD_int);
    private static final ClassDesc NAME = Names.REGION.nested("Code");

    /** The methods of loops, by the index of the loop's header. */
    private final Map<Integer, LoopMethod> loops;
    /** The way out: the address to go on at is on the stack. */
    private final Label exit;
    private boolean leaves;

    private record LoopMethod(String name, List<LoopWriter.Exit> exits) {}

    private RegionWriter(
            RegionGraph graph,
            Map<Integer, LoopMethod> loops,
            CodeBuilder code,
            RegisterAccess registers,
            InstructionWriter instructions,
            boolean listed) {
        super(graph, code, registers, instructions, listed);
        this.loops = loops;
        this.exit = code.newLabel();
    }

    /**
     * The class file of the region; its class data is the board's RAM.
     *
     * @param listed whether it is to have line numbers, for {@link RegionListing}
     */
    static byte[] write(RegionGraph graph, long ramMask, boolean listed) {
        return ClassFile.of().build(NAME, builder -> writeClass(builder, graph, ramMask, listed));
    }

    private static void writeClass(ClassBuilder builder, RegionGraph graph, long ramMask, boolean listed) {
        builder.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER)
                .withSuperclass(Names.REGION)
                .withField(Names.RAM_FIELD, Names.MEMORY_SEGMENT, ClassFile.ACC_STATIC | ClassFile.ACC_FINAL)
                .withMethodBody(
                        ConstantDescs.CLASS_INIT_NAME, MethodTypeDesc.of(CD_void), ClassFile.ACC_STATIC, RegionWriter::initialise)
                .withMethodBody(
                        INIT_NAME,
                        MethodTypeDesc.of(CD_void),
                        0,
                        c -> c.aload(0).invokespecial(Names.REGION, INIT_NAME, MethodTypeDesc.of(CD_void)).return_());
        Map<Integer, LoopMethod> methods = new HashMap<>();
        for (Loop loop : Loop.of(graph)) {
            String name = "loop" + methods.size();
            builder.withMethodBody(name, LoopWriter.TYPE, ClassFile.ACC_FINAL, code -> {
                RegisterAccess registers = new RegisterAccess(code, true);
                InstructionWriter instructions = new InstructionWriter(code, NAME, ramMask, registers);
                LoopWriter writer = new LoopWriter(graph, loop, code, registers, instructions, listed);
                methods.put(loop.header(), new LoopMethod(name, writer.write()));
            });
        }
        builder.withMethodBody("run", RUN, ClassFile.ACC_FINAL, code -> {
            RegisterAccess registers = new RegisterAccess(code, false);
            InstructionWriter instructions = new InstructionWriter(code, NAME, ramMask, registers);
            new RegionWriter(graph, methods, code, registers, instructions, listed).run();
        });
    }

    private static void initialise(CodeBuilder c) {
        ClassDesc handles = ClassDesc.of("java.lang.invoke.MethodHandles");
        c.invokestatic(handles, "lookup", MethodTypeDesc.of(CD_MethodHandles_Lookup))
                .loadConstant(ConstantDescs.DEFAULT_NAME)
                .loadConstant(Names.MEMORY_SEGMENT)
                .invokestatic(
                        handles, "classData", MethodTypeDesc.of(CD_Object, CD_MethodHandles_Lookup, CD_String, CD_Class))
                .checkcast(Names.MEMORY_SEGMENT)
                .putstatic(NAME, Names.RAM_FIELD, Names.MEMORY_SEGMENT)
                .return_();
    }

    private void run() {
        loadFields();
        enter();
        for (int i = 0; i < graph.blocks().size(); i++) {
            if (loops.containsKey(i)) {
                loop(i, loops.get(i));
            } else {
                block(i);
            }
        }
        finish();
        if (leaves) {
            code.labelBinding(exit);
            code.lstore(TEMPORARY);
            saveBudget();
            code.lload(TEMPORARY).lreturn();
        }
    }

    private void enter() {
        int[] entries = graph.entries();
        if (entries.length == 1) {
            code.goto_(label(graph.index(entries[0])));
            return;
        }
        List<SwitchCase> cases = IntStream.range(0, entries.length)
                .mapToObj(i -> SwitchCase.of(i, label(graph.index(entries[i]))))
                .toList();
        code.iload(ENTRY).tableswitch(0, entries.length - 1, cases.getFirst().target(), cases);
    }

    /** Calls a loop's method in the place of block {@code header}, and goes where it says. */
    private void loop(int header, LoopMethod method) {
        code.labelBinding(label(header));
        saveBudget();
        code.aload(0).aload(EXECUTION).lload(BASE).iconst_0().invokevirtual(NAME, method.name, LoopWriter.TYPE);
        reloadBudget();
        Label trapped = stub(() -> code.loadConstant(Region.TRAPPED).lreturn());
        List<SwitchCase> cases = IntStream.range(0, method.exits.size())
                .mapToObj(i -> SwitchCase.of(i, stub(() -> follow(header, method.exits.get(i)))))
                .toList();
        if (cases.isEmpty()) {
            code.pop().goto_(trapped);
        } else {
            code.tableswitch(0, cases.size() - 1, trapped, cases);
        }
    }

    private void follow(int header, LoopWriter.Exit by) {
        if (by.offset() == LoopWriter.Exit.DYNAMIC) {
            code.aload(EXECUTION).getfield(Names.EXECUTION, "target", CD_long);
            leaveForAddress();
        } else if (by.out()) {
            leave(by.offset());
        } else {
            jump(header, by.offset());
        }
    }

    @Override
    boolean has(int index) {
        return true;
    }

    @Override
    AccessGroup[] groups(int index) {
        return AccessGroup.of(graph.blocks().get(index).instructions());
    }

    @Override
    void forget() {
        // Nothing lasts beyond a block.
    }

    @Override
    void leave(int offset) {
        address(offset);
        leaveForAddress();
    }

    @Override
    void leaveAtEnd(int offset) {
        leave(offset);
    }

    @Override
    void leaveForAddress() {
        leaves = true;
        code.goto_(exit);
    }

    @Override
    void trapped() {
        tellTrap();
        code.lreturn();
    }

    @Override
    void call(int index, Block block) {
        if (graph.index(block.next()) < 0) {
            code.lload(TEMPORARY);
            leaveForAddress();
            return;
        }
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
        reloadBudget();
        goTo(index, block.next());
    }
}
