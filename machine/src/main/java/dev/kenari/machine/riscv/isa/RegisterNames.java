package dev.kenari.machine.riscv.isa;

import java.util.List;

/** Register names of the RISC-V calling convention (psABI, "Register Convention"). */
public final class RegisterNames {
    private static final List<String> INTEGER = List.of(
            "zero", "ra", "sp", "gp", "tp", "t0", "t1", "t2", "s0", "s1", "a0", "a1", "a2", "a3", "a4", "a5", "a6", "a7",
            "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9", "s10", "s11", "t3", "t4", "t5", "t6");
    private static final List<String> FLOATING = List.of(
            "ft0", "ft1", "ft2", "ft3", "ft4", "ft5", "ft6", "ft7", "fs0", "fs1", "fa0", "fa1", "fa2", "fa3", "fa4", "fa5",
            "fa6", "fa7", "fs2", "fs3", "fs4", "fs5", "fs6", "fs7", "fs8", "fs9", "fs10", "fs11", "ft8", "ft9", "ft10",
            "ft11");

    private RegisterNames() {}

    /** The ABI name of x{@code number}. */
    public static String x(int number) {
        return INTEGER.get(number);
    }

    /** The ABI name of f{@code number}. */
    public static String f(int number) {
        return FLOATING.get(number);
    }

    /** The number of the integer register called {@code name} (ABI name, {@code fp} or {@code x5}); -1 if none. */
    public static int parseX(String name) {
        return name.equals("fp") ? 8 : parse(name, 'x', INTEGER);
    }

    /** The number of the floating-point register called {@code name} (ABI name or {@code f5}); -1 if none. */
    public static int parseF(String name) {
        return parse(name, 'f', FLOATING);
    }

    private static int parse(String name, char prefix, List<String> names) {
        int index = names.indexOf(name);
        if (index < 0 && name.matches(prefix + "\\d{1,2}")) {
            int number = Integer.parseInt(name.substring(1));
            return number < 32 ? number : -1;
        }
        return index;
    }
}
