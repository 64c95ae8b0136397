/**
 * IEEE 754-2019 binary32 and binary64 as RISC-V has them (Volume I, chapters "F" and "D"): five rounding modes, accrued
 * exceptions, tininess detected after rounding, and one canonical NaN as the result of every invalid or NaN operation.
 *
 * <p>{@code Binary64} and {@code Binary32} take the host's own arithmetic where it is exact or its error can be computed, so that
 * the inexact flag is known; everything else goes to {@code ExactArithmetic}, which calculates on integers of any length.
 * Values are raw bits.
 */
package dev.kenari.machine.riscv.softfloat;
