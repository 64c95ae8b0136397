package dev.kenari.machine;

import dev.kenari.machine.bus.PhysicalMemory;
import dev.kenari.machine.riscv.Hart;
import java.util.List;

/** Makes a board's harts, numbered from 0: the choice of execution engine. */
@FunctionalInterface
public interface HartFactory {
    List<? extends Hart> create(int count, PhysicalMemory memory, Clock clock);
}
