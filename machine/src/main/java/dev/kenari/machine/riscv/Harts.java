package dev.kenari.machine.riscv;

import dev.kenari.machine.Clock;
import dev.kenari.machine.bus.PhysicalMemory;
import dev.kenari.machine.riscv.interpreter.CodeCache;
import dev.kenari.machine.riscv.interpreter.InterpreterHart;
import java.util.List;
import java.util.stream.IntStream;

/** Makes a board's harts. */
public final class Harts {
    private Harts() {}

    /** Harts 0 to {@code count - 1} of one board: they share {@code memory} and what is decoded from it. */
    public static List<Hart> create(int count, PhysicalMemory memory, Clock clock) {
        CodeCache codeCache = new CodeCache(memory);
        return IntStream.range(0, count)
                .<Hart>mapToObj(id -> new InterpreterHart(id, codeCache, clock))
                .toList();
    }
}
