package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.sync.Futexes;

/** FUTEX_WAKE_OP's encoded operation and comparison (futex(2)). */
record FutexWakeOperation(int operation, int operand, int comparison, int comparand) implements Futexes.Operation {
    /** The operand is the number of a bit. */
    private static final int SHIFT = 8;

    static FutexWakeOperation decode(int encoded) throws Errno {
        int operation = encoded >>> 28 & 7;
        int operand = encoded << 8 >> 20;
        int comparison = encoded >>> 24 & 15;
        if (operation > 4 || comparison > 5) {
            throw Errno.ENOSYS;
        }
        boolean shift = (encoded >>> 28 & SHIFT) != 0;
        return new FutexWakeOperation(operation, shift ? 1 << operand : operand, comparison, encoded << 20 >> 20);
    }

    @Override
    public int result(int old) {
        return switch (operation) {
            case 0 -> operand;
            case 1 -> old + operand;
            case 2 -> old | operand;
            case 3 -> old & ~operand;
            default -> old ^ operand;
        };
    }

    @Override
    public boolean wakes(int old) {
        return switch (comparison) {
            case 0 -> old == comparand;
            case 1 -> old != comparand;
            case 2 -> old < comparand;
            case 3 -> old <= comparand;
            case 4 -> old > comparand;
            default -> old >= comparand;
        };
    }
}
