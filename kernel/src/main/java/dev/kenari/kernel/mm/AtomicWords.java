package dev.kenari.kernel.mm;

import dev.kenari.machine.bus.PhysicalMemory;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/** Atomic access to aligned words of RAM, against programs on other harts. */
final class AtomicWords {
    private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle();

    private AtomicWords() {}

    static int compareAndExchange(PhysicalMemory memory, long address, int expected, int value) {
        return (int) INT.compareAndExchange(memory.segment(), address - memory.base(), expected, value);
    }
}
