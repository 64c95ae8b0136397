package dev.kenari.machine.riscv.translator;

import dev.kenari.machine.riscv.interpreter.Opcode;
import dev.kenari.machine.riscv.isa.Instruction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * A loop of a region that is worth a method of its own, with the guest's registers in locals: it calls nothing, and has few registers.
 *
 * @param header the index of its lowest block, the only one at which it is entered: who jumps into the middle runs the region's
 *     own copy of that block until control comes here
 * @param blocks indexes of its blocks: those above the header that it leads to and that lead to it
 * @param registers that it uses, as {@link RegisterSets} has them
 * @param written those that it may change
 * @param steady those that it changes by adding at most: if they point to something, it is in the same page most of the time
 */
record Loop(int header, BitSet blocks, long registers, long written, long steady) {
    /** More do not fit the host's registers: every turn would copy some to the stack and back. */
    private static final int MOST_REGISTERS = 20;
    /** About so many bytecodes at most: HotSpot compiles no method of more than 8,000. */
    private static final int LARGEST = 5_000;

    /** The loops of a region, none within another; of nested ones the outermost that is small enough. */
    static List<Loop> of(RegionGraph graph) {
        List<Loop> loops = new ArrayList<>();
        BitSet taken = new BitSet();
        BitSet headers = headers(graph);
        for (int header = headers.nextSetBit(0); header >= 0; header = headers.nextSetBit(header + 1)) {
            Loop loop = taken.get(header) ? null : at(graph, header, taken);
            if (loop != null) {
                loops.add(loop);
                taken.or(loop.blocks);
            }
        }
        return loops;
    }

    /** The outermost loop with block {@code index} in it; null if there is none. */
    static Loop around(RegionGraph graph, int index) {
        BitSet headers = headers(graph);
        for (int header = headers.nextSetBit(0); header >= 0 && header <= index; header = headers.nextSetBit(header + 1)) {
            Loop loop = at(graph, header, new BitSet());
            if (loop != null && loop.blocks.get(index)) {
                return loop;
            }
        }
        return null;
    }

    /** Blocks to which control comes back from themselves or from above. */
    private static BitSet headers(RegionGraph graph) {
        BitSet headers = new BitSet();
        for (int at = 0; at < graph.blocks().size(); at++) {
            for (int to : graph.successors(at)) {
                headers.set(to, headers.get(to) || to <= at);
            }
        }
        return headers;
    }

    private static Loop at(RegionGraph graph, int header, BitSet taken) {
        BitSet body = body(graph, header, taken);
        if (body.isEmpty() || estimate(graph, body) > LARGEST) {
            return null;
        }
        Loop loop = loop(graph, header, body);
        return Long.bitCount(loop.registers) <= MOST_REGISTERS ? loop : null;
    }

    /** What is on a way from {@code header} back to it, through blocks above it that call nothing and are not {@code taken}. */
    private static BitSet body(RegionGraph graph, int header, BitSet taken) {
        BitSet reached = new BitSet();
        List<Integer> open = new ArrayList<>(List.of(header));
        while (!open.isEmpty()) {
            int at = open.removeLast();
            if (!taken.get(at) && !graph.blocks().get(at).end().isCall() && !reached.get(at)) {
                reached.set(at);
                for (int to : graph.successors(at)) {
                    if (to >= header) {
                        open.add(to);
                    }
                }
            }
        }
        BitSet body = new BitSet();
        for (boolean grown = true; grown; ) {
            grown = false;
            for (int at = reached.previousSetBit(reached.length()); at >= 0; at = reached.previousSetBit(at - 1)) {
                if (!body.get(at) && leads(graph, at, header, body)) {
                    body.set(at);
                    grown = true;
                }
            }
        }
        return body;
    }

    private static boolean leads(RegionGraph graph, int at, int header, BitSet body) {
        for (int to : graph.successors(at)) {
            if (to == header || body.get(to)) {
                return true;
            }
        }
        return false;
    }

    private static int estimate(RegionGraph graph, BitSet body) {
        return body.stream()
                .mapToObj(i -> graph.blocks().get(i).instructions())
                .flatMapToLong(Arrays::stream)
                .mapToInt(InstructionWriter::estimate)
                .sum();
    }

    private static Loop loop(RegionGraph graph, int header, BitSet body) {
        long reads = 0;
        long writes = 0;
        long replaced = 0;
        for (int at = body.nextSetBit(0); at >= 0; at = body.nextSetBit(at + 1)) {
            for (long n : graph.blocks().get(at).instructions()) {
                reads |= RegisterSets.reads(n);
                writes |= RegisterSets.writes(n);
                replaced |= addsToItself(n) ? 0 : RegisterSets.writes(n);
            }
        }
        return new Loop(header, body, reads | writes, writes, ~replaced);
    }

    private static boolean addsToItself(long n) {
        int code = Instruction.code(n);
        return (code == Opcode.ADDI || code == Opcode.ADD) && Instruction.rd(n) == Instruction.rs1(n);
    }
}
