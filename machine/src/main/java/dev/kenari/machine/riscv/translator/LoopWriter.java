package dev.kenari.machine.riscv.translator;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.MethodTypeDesc;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the method of one {@link Loop}: its registers are locals, which C2 keeps in the host's, loaded at the start and written back at the
 * end. The method returns which {@link Exit} it took, and leaves what else there is to say in the {@link Execution}.
 */
final class LoopWriter extends BlockWriter {
    static final MethodTypeDesc TYPE = MethodTypeDesc.of(CD_int, Names.EXECUTION, CD_long, CD_int);
    /** What the method returns if it ended in a trap. */
    static final int TRAPPED = -1;

    /**
     * A way out of the loop.
     *
     * @param offset where to go on; {@link #DYNAMIC} for the address that the execution holds
     * @param out whether the region is to be left too, because the quantum is used up
     */
    record Exit(int offset, boolean out) {
        static final int DYNAMIC = Integer.MIN_VALUE;
    }

    /** So many pages are remembered at most. */
    private static final int MOST_PAGES = 24;

    /** What a remembered page is of: the register, if it is steady, or else one place in the code. */
    private record PageKey(int base, boolean writes, AccessGroup place) {}

    private final Loop loop;
    private final Map<Integer, AccessGroup[]> groups = new HashMap<>();
    private final Map<PageKey, Integer> pages = new LinkedHashMap<>();
    private final Map<Exit, Integer> exits = new LinkedHashMap<>();
    private final Label exit;

    LoopWriter(
            RegionGraph graph,
            Loop loop,
            CodeBuilder code,
            RegisterAccess registers,
            InstructionWriter instructions,
            boolean listed) {
        super(graph, code, registers, instructions, listed);
        this.loop = loop;
        this.exit = code.newLabel();
        loop.blocks().stream().forEach(i -> groups.put(i, numbered(graph.blocks().get(i).instructions())));
    }

    /** The groups of a block, each with the number of its page; those that find none left are none. */
    private AccessGroup[] numbered(long[] instructions) {
        AccessGroup[] found = AccessGroup.lasting(instructions);
        for (int i = 0; i < found.length; i++) {
            AccessGroup group = found[i];
            if (group == null) {
                continue;
            }
            boolean steady = (loop.steady() >>> group.base() & 1) != 0;
            PageKey key = new PageKey(group.base(), group.writes(), steady ? null : group);
            if (pages.size() < MOST_PAGES || pages.containsKey(key)) {
                group.setNumber(pages.computeIfAbsent(key, k -> pages.size()));
            } else {
                found[i] = null;
            }
        }
        return found;
    }

    /** Writes the method; returns its exits by the numbers that it returns. */
    List<Exit> write() {
        loadFields();
        registers.load(loop.registers());
        forget();
        loop.blocks().stream().forEach(this::block);
        finish();
        if (!exits.isEmpty()) {
            // The exit's number is on the stack.
            code.labelBinding(exit);
            registers.writeBack(loop.written());
            saveBudget();
            code.ireturn();
        }
        return List.copyOf(exits.keySet());
    }

    @Override
    boolean has(int index) {
        return loop.blocks().get(index);
    }

    @Override
    AccessGroup[] groups(int index) {
        return groups.get(index);
    }

    @Override
    void forget() {
        pages.forEach((of, number) -> {
            if (of.place == null) {
                instructions.guessPage(number, of.base, of.writes);
            } else {
                instructions.forgetPage(number);
            }
        });
    }

    private void leave(Exit by) {
        Integer number = exits.computeIfAbsent(by, key -> exits.size());
        code.loadConstant(number).goto_(exit);
    }

    @Override
    void leave(int offset) {
        leave(new Exit(offset, false));
    }

    @Override
    void leaveAtEnd(int offset) {
        leave(new Exit(offset, true));
    }

    @Override
    void leaveForAddress() {
        code.lstore(TEMPORARY);
        code.aload(EXECUTION).lload(TEMPORARY).putfield(Names.EXECUTION, "target", CD_long);
        leave(new Exit(Exit.DYNAMIC, true));
    }

    @Override
    void call(int index, Block block) {
        throw new IllegalStateException("a loop with a call");
    }

    @Override
    void trapped() {
        registers.writeBack(loop.written());
        tellTrap();
        code.pop2().loadConstant(TRAPPED).ireturn();
    }
}
