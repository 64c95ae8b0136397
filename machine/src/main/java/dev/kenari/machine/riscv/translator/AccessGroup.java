package dev.kenari.machine.riscv.translator;

import dev.kenari.machine.riscv.interpreter.Opcode;
import dev.kenari.machine.riscv.isa.Instruction;
import java.util.ArrayList;
import java.util.List;

/**
 * Loads and stores of one block that are at constant distances from an unchanged register: one look-up in the TLB serves them all,
 * if they are in one page. Nothing forgets a translation while a block runs, so what was found stays right. In a loop it does so
 * until the next poll: the page is remembered from turn to turn, and the look-up, a load on the way to the data, is only made where the
 * accesses come to another page.
 */
final class AccessGroup {
    /** Of so many bytes; more are too seldom in one page. */
    private static final int LONGEST = 512;

    private final int base;
    private final boolean lasting;
    private int number;
    private final List<Integer> members = new ArrayList<>();
    private long first;
    private long last;
    private boolean writes;

    private AccessGroup(int base, int number, boolean lasting) {
        this.base = base;
        this.number = number;
        this.lasting = lasting;
    }

    /** The group of each of {@code instructions}; null of those that are in none. */
    static AccessGroup[] of(long[] instructions) {
        AccessGroup[] groups = of(instructions, false);
        for (int i = 0; i < groups.length; i++) {
            if (groups[i] != null && groups[i].members.size() == 1) {
                groups[i] = null;
            }
        }
        return groups;
    }

    /** As {@link #of(long[])}, with groups of one access too, whose look-ups last beyond the block. Their numbers are to be set. */
    static AccessGroup[] lasting(long[] instructions) {
        return of(instructions, true);
    }

    private static AccessGroup[] of(long[] instructions, boolean lasting) {
        AccessGroup[] groups = new AccessGroup[instructions.length];
        AccessGroup[] open = new AccessGroup[Instruction.SINK];
        int count = 0;
        for (int i = 0; i < instructions.length; i++) {
            long n = instructions[i];
            int size = size(n);
            if (size > 0 && Instruction.rs1(n) != 0) {
                int base = Instruction.rs1(n);
                if (open[base] == null || !open[base].add(i, n, size)) {
                    open[base] = new AccessGroup(base, count++, lasting);
                    open[base].add(i, n, size);
                }
                groups[i] = open[base];
            }
            long written = RegisterSets.writes(n) & (1L << RegisterAccess.FLOATING) - 1;
            if (written != 0) {
                open[Long.numberOfTrailingZeros(written)] = null;
            }
        }
        return groups;
    }

    private boolean add(int index, long n, int size) {
        long from = Instruction.immediate(n);
        long to = from + size - 1;
        if (!members.isEmpty()) {
            from = Math.min(first, from);
            to = Math.max(last, to);
            if (to - from >= LONGEST) {
                return false;
            }
        }
        first = from;
        last = to;
        writes |= isStore(n);
        members.add(index);
        return true;
    }

    /** Bytes that {@code n} loads or stores; 0 if it does neither. */
    private static int size(long n) {
        return switch (Instruction.code(n)) {
            case Opcode.LB, Opcode.LBU, Opcode.SB -> 1;
            case Opcode.LH, Opcode.LHU, Opcode.SH -> 2;
            case Opcode.LW, Opcode.LWU, Opcode.SW, Opcode.FLW, Opcode.FSW -> 4;
            case Opcode.LD, Opcode.SD, Opcode.FLD, Opcode.FSD -> 8;
            default -> 0;
        };
    }

    private static boolean isStore(long n) {
        return switch (Instruction.code(n)) {
            case Opcode.SB, Opcode.SH, Opcode.SW, Opcode.SD, Opcode.FSW, Opcode.FSD -> true;
            default -> false;
        };
    }

    /** Whether the group's page is to be looked up at instruction {@code index} of the block. */
    boolean beginsAt(int index) {
        return members.getFirst() == index;
    }

    int base() {
        return base;
    }

    /** Whether the page that was found is used again the next time, if the accesses are in the same one. */
    boolean lasts() {
        return lasting;
    }

    /** Whether it is of one access. */
    boolean single() {
        return members.size() == 1;
    }

    void setNumber(int value) {
        number = value;
    }

    /** Which locals the page is in: the group's place among those of its block, or one that it shares with others of its loop. */
    int number() {
        return number;
    }

    /** Distance from the base to the first byte that is accessed. */
    long first() {
        return first;
    }

    /** Distance from the base to the last byte that is accessed. */
    long last() {
        return last;
    }

    /** Whether one of the accesses is a store: a page that may be written may be read. */
    boolean writes() {
        return writes;
    }
}
