package dev.kenari.machine.riscv.translator;

import static dev.kenari.machine.riscv.softfloat.Binary32.box;
import static dev.kenari.machine.riscv.softfloat.Binary32.unbox;

import dev.kenari.machine.riscv.Trap;
import dev.kenari.machine.riscv.softfloat.Binary32;
import dev.kenari.machine.riscv.softfloat.Binary64;
import dev.kenari.machine.riscv.softfloat.IntegerConversion;

/**
 * Floating-point instructions as translated code calls them, named by their mnemonics: on raw bits of registers, flags accruing in
 * the program's fcsr. Those that round take the rounding field, the region's base and the {@link Site}, in case the dynamic mode
 * is none.
 */
final class GuestFloat {
    private static final long SIGN_D = Long.MIN_VALUE;
    private static final int SIGN_S = 1 << 31;

    private GuestFloat() {}

    static long fmaddS(long a, long b, long c, Execution e, int rounding, long base, int site) throws Trap {
        return box(Binary32.multiplyAdd(unbox(a), unbox(b), unbox(c), e.rounding(rounding, base, site), e.registers));
    }

    static long fmsubS(long a, long b, long c, Execution e, int rounding, long base, int site) throws Trap {
        return box(Binary32.multiplyAdd(unbox(a), unbox(b), unbox(c) ^ SIGN_S, e.rounding(rounding, base, site), e.registers));
    }

    static long fnmsubS(long a, long b, long c, Execution e, int rounding, long base, int site) throws Trap {
        return box(Binary32.multiplyAdd(unbox(a) ^ SIGN_S, unbox(b), unbox(c), e.rounding(rounding, base, site), e.registers));
    }

    static long fnmaddS(long a, long b, long c, Execution e, int rounding, long base, int site) throws Trap {
        return box(Binary32.multiplyAdd(unbox(a) ^ SIGN_S, unbox(b), unbox(c) ^ SIGN_S, e.rounding(rounding, base, site), e.registers));
    }

    static long faddS(long a, long b, Execution e, int rounding, long base, int site) throws Trap {
        return box(Binary32.add(unbox(a), unbox(b), e.rounding(rounding, base, site), e.registers));
    }

    static long fsubS(long a, long b, Execution e, int rounding, long base, int site) throws Trap {
        return box(Binary32.subtract(unbox(a), unbox(b), e.rounding(rounding, base, site), e.registers));
    }

    static long fmulS(long a, long b, Execution e, int rounding, long base, int site) throws Trap {
        return box(Binary32.multiply(unbox(a), unbox(b), e.rounding(rounding, base, site), e.registers));
    }

    static long fdivS(long a, long b, Execution e, int rounding, long base, int site) throws Trap {
        return box(Binary32.divide(unbox(a), unbox(b), e.rounding(rounding, base, site), e.registers));
    }

    static long fsqrtS(long a, Execution e, int rounding, long base, int site) throws Trap {
        return box(Binary32.squareRoot(unbox(a), e.rounding(rounding, base, site), e.registers));
    }

    static long fminS(long a, long b, Execution e) {
        return box(Binary32.min(unbox(a), unbox(b), e.registers));
    }

    static long fmaxS(long a, long b, Execution e) {
        return box(Binary32.max(unbox(a), unbox(b), e.registers));
    }

    static long fleS(long a, long b, Execution e) {
        return Binary32.lessOrEqual(unbox(a), unbox(b), e.registers) ? 1 : 0;
    }

    static long fltS(long a, long b, Execution e) {
        return Binary32.lessThan(unbox(a), unbox(b), e.registers) ? 1 : 0;
    }

    static long feqS(long a, long b, Execution e) {
        return Binary32.equal(unbox(a), unbox(b), e.registers) ? 1 : 0;
    }

    static long fcvtWS(long a, Execution e, int rounding, long base, int site) throws Trap {
        return IntegerConversion.toSigned(Binary32.widen(unbox(a)), 32, e.rounding(rounding, base, site), e.registers);
    }

    static long fcvtWuS(long a, Execution e, int rounding, long base, int site) throws Trap {
        return (int) IntegerConversion.toUnsigned(Binary32.widen(unbox(a)), 32, e.rounding(rounding, base, site), e.registers);
    }

    static long fcvtLS(long a, Execution e, int rounding, long base, int site) throws Trap {
        return IntegerConversion.toSigned(Binary32.widen(unbox(a)), 64, e.rounding(rounding, base, site), e.registers);
    }

    static long fcvtLuS(long a, Execution e, int rounding, long base, int site) throws Trap {
        return IntegerConversion.toUnsigned(Binary32.widen(unbox(a)), 64, e.rounding(rounding, base, site), e.registers);
    }

    static long fcvtSW(long x, Execution e, int rounding, long base, int site) throws Trap {
        return box(Binary32.fromLong((int) x, e.rounding(rounding, base, site), e.registers));
    }

    static long fcvtSWu(long x, Execution e, int rounding, long base, int site) throws Trap {
        return box(Binary32.fromLong(x & 0xFFFF_FFFFL, e.rounding(rounding, base, site), e.registers));
    }

    static long fcvtSL(long x, Execution e, int rounding, long base, int site) throws Trap {
        return box(Binary32.fromLong(x, e.rounding(rounding, base, site), e.registers));
    }

    static long fcvtSLu(long x, Execution e, int rounding, long base, int site) throws Trap {
        return box(Binary32.fromUnsignedLong(x, e.rounding(rounding, base, site), e.registers));
    }

    static long fmaddD(long a, long b, long c, Execution e, int rounding, long base, int site) throws Trap {
        return Binary64.multiplyAdd(a, b, c, e.rounding(rounding, base, site), e.registers);
    }

    static long fmsubD(long a, long b, long c, Execution e, int rounding, long base, int site) throws Trap {
        return Binary64.multiplyAdd(a, b, c ^ SIGN_D, e.rounding(rounding, base, site), e.registers);
    }

    static long fnmsubD(long a, long b, long c, Execution e, int rounding, long base, int site) throws Trap {
        return Binary64.multiplyAdd(a ^ SIGN_D, b, c, e.rounding(rounding, base, site), e.registers);
    }

    static long fnmaddD(long a, long b, long c, Execution e, int rounding, long base, int site) throws Trap {
        return Binary64.multiplyAdd(a ^ SIGN_D, b, c ^ SIGN_D, e.rounding(rounding, base, site), e.registers);
    }

    static long faddD(long a, long b, Execution e, int rounding, long base, int site) throws Trap {
        return Binary64.add(a, b, e.rounding(rounding, base, site), e.registers);
    }

    static long fsubD(long a, long b, Execution e, int rounding, long base, int site) throws Trap {
        return Binary64.subtract(a, b, e.rounding(rounding, base, site), e.registers);
    }

    static long fmulD(long a, long b, Execution e, int rounding, long base, int site) throws Trap {
        return Binary64.multiply(a, b, e.rounding(rounding, base, site), e.registers);
    }

    static long fdivD(long a, long b, Execution e, int rounding, long base, int site) throws Trap {
        return Binary64.divide(a, b, e.rounding(rounding, base, site), e.registers);
    }

    static long fsqrtD(long a, Execution e, int rounding, long base, int site) throws Trap {
        return Binary64.squareRoot(a, e.rounding(rounding, base, site), e.registers);
    }

    static long fminD(long a, long b, Execution e) {
        return Binary64.min(a, b, e.registers);
    }

    static long fmaxD(long a, long b, Execution e) {
        return Binary64.max(a, b, e.registers);
    }

    static long fleD(long a, long b, Execution e) {
        return Binary64.lessOrEqual(a, b, e.registers) ? 1 : 0;
    }

    static long fltD(long a, long b, Execution e) {
        return Binary64.lessThan(a, b, e.registers) ? 1 : 0;
    }

    static long feqD(long a, long b, Execution e) {
        return Binary64.equal(a, b, e.registers) ? 1 : 0;
    }

    static long fcvtWD(long a, Execution e, int rounding, long base, int site) throws Trap {
        return IntegerConversion.toSigned(a, 32, e.rounding(rounding, base, site), e.registers);
    }

    static long fcvtWuD(long a, Execution e, int rounding, long base, int site) throws Trap {
        return (int) IntegerConversion.toUnsigned(a, 32, e.rounding(rounding, base, site), e.registers);
    }

    static long fcvtLD(long a, Execution e, int rounding, long base, int site) throws Trap {
        return IntegerConversion.toSigned(a, 64, e.rounding(rounding, base, site), e.registers);
    }

    static long fcvtLuD(long a, Execution e, int rounding, long base, int site) throws Trap {
        return IntegerConversion.toUnsigned(a, 64, e.rounding(rounding, base, site), e.registers);
    }

    static long fcvtDW(long x, Execution e, int rounding, long base, int site) throws Trap {
        return Binary64.fromLong((int) x, e.rounding(rounding, base, site), e.registers);
    }

    static long fcvtDWu(long x, Execution e, int rounding, long base, int site) throws Trap {
        return Binary64.fromLong(x & 0xFFFF_FFFFL, e.rounding(rounding, base, site), e.registers);
    }

    static long fcvtDL(long x, Execution e, int rounding, long base, int site) throws Trap {
        return Binary64.fromLong(x, e.rounding(rounding, base, site), e.registers);
    }

    static long fcvtDLu(long x, Execution e, int rounding, long base, int site) throws Trap {
        return Binary64.fromUnsignedLong(x, e.rounding(rounding, base, site), e.registers);
    }

    static long fcvtSD(long a, Execution e, int rounding, long base, int site) throws Trap {
        return box(Binary32.fromBinary64(a, e.rounding(rounding, base, site), e.registers));
    }

    static long fcvtDS(long a, Execution e, int rounding, long base, int site) throws Trap {
        // Exact, but not if the mode is none.
        e.rounding(rounding, base, site);
        return Binary64.fromBinary32(unbox(a), e.registers);
    }

    static long fsgnjS(long a, long b, Execution e) {
        return box(unbox(a) & ~SIGN_S | unbox(b) & SIGN_S);
    }

    static long fsgnjnS(long a, long b, Execution e) {
        return box(unbox(a) & ~SIGN_S | ~unbox(b) & SIGN_S);
    }

    static long fsgnjxS(long a, long b, Execution e) {
        return box(unbox(a) ^ unbox(b) & SIGN_S);
    }

    static long fclassS(long a, Execution e) {
        return Binary32.classify(unbox(a));
    }

    static long fclassD(long a, Execution e) {
        return Binary64.classify(a);
    }
}
