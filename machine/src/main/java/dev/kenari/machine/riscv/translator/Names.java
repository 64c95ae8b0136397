package dev.kenari.machine.riscv.translator;

import dev.kenari.machine.riscv.Trap;
import dev.kenari.machine.riscv.interpreter.Rv64m;
import java.lang.constant.ClassDesc;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/** The classes and fields that generated code names. */
final class Names {
    static final ClassDesc EXECUTION = Execution.class.describeConstable().orElseThrow();
    static final ClassDesc REGION = Region.class.describeConstable().orElseThrow();
    static final ClassDesc GUEST_RAM = GuestRam.class.describeConstable().orElseThrow();
    static final ClassDesc GUEST_FLOAT = GuestFloat.class.describeConstable().orElseThrow();
    static final ClassDesc TRAP = Trap.class.describeConstable().orElseThrow();
    static final ClassDesc RV64M = Rv64m.class.describeConstable().orElseThrow();
    static final ClassDesc VAR_HANDLE = VarHandle.class.describeConstable().orElseThrow();
    static final ClassDesc MEMORY_SEGMENT = MemorySegment.class.describeConstable().orElseThrow();
    /** A region class's constant: the board's RAM. */
    static final String RAM_FIELD = "RAM";

    private Names() {}
}
