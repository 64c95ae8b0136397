package dev.kenari.machine.riscv.fuzz;

import dev.kenari.machine.riscv.Registers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The states of one task at its synchronous traps: what every engine must agree on. */
final class Trace {
    private static final int X = 3;
    private static final int F = X + 32;
    private static final int FCSR = F + 32;
    private static final int MEMORY = FCSR + 1;
    private static final int TABLES = FCSR + 2;
    /** May be more than expected: hardware may set A before the access (Volume II, "Sv39"). */
    private static final int ACCESSED = FCSR + 3;

    private static final int RETIRED = FCSR + 4;

    private final List<long[]> states = new ArrayList<>();

    int size() {
        return states.size();
    }

    /**
     * @param accessed the A bits, 0 if they may differ
     * @param retired what was retired since the start, 0 if it may differ
     */
    void add(int cause, long value, Registers registers, AddressSpace space, long accessed, long retired) {
        long[] state = new long[RETIRED + 1];
        state[0] = cause;
        state[1] = value;
        state[2] = registers.pc;
        System.arraycopy(registers.x, 0, state, X, 32);
        System.arraycopy(registers.f, 0, state, F, 32);
        state[FCSR] = registers.fcsr;
        state[MEMORY] = space.memoryHash();
        state[TABLES] = space.tablesHash();
        state[ACCESSED] = accessed;
        state[RETIRED] = retired;
        states.add(state);
    }

    /** What differs first in {@code other}, the trace of the engine under test; null if nothing does. */
    String difference(Trace other) {
        for (int i = 0; i < Math.max(size(), other.size()); i++) {
            if (i >= size() || i >= other.size()) {
                return "event %d: expected %s, but was %s".formatted(
                        i, i < size() ? where(states.get(i)) : "none", i < other.size() ? where(other.states.get(i)) : "none");
            }
            long[] expected = states.get(i);
            long[] actual = other.states.get(i);
            actual[ACCESSED] &= expected[ACCESSED];
            if (!Arrays.equals(expected, actual)) {
                StringBuilder text = new StringBuilder("event %d, %s%s:\n".formatted(
                        i, where(expected), i == 0 ? "" : ", after " + where(states.get(i - 1))));
                for (int j = 0; j < expected.length; j++) {
                    if (expected[j] != actual[j]) {
                        text.append("  %s: expected %016x, but was %016x\n".formatted(name(j), expected[j], actual[j]));
                    }
                }
                return text.toString();
            }
        }
        return null;
    }

    private static String where(long[] state) {
        return "cause %d at %x".formatted(state[0], state[2]);
    }

    private static String name(int field) {
        return switch (field) {
            case 0 -> "cause";
            case 1 -> "trap value";
            case 2 -> "pc";
            case FCSR -> "fcsr";
            case MEMORY -> "hash of memory";
            case TABLES -> "hash of page tables";
            case ACCESSED -> "A bits";
            case RETIRED -> "retired";
            default -> field < F ? "x" + (field - X) : "f" + (field - F);
        };
    }
}
