/**
 * Random programs: each engine against qemu on straight lines ({@code QemuFuzzTest}), and against the interpreter in lockstep on
 * whole programs with a supervisor that maps, moves and rewrites their pages ({@code LockstepFuzzTest}).
 *
 * <p>A failing case is shrunk and printed as text. To keep it, put the text under {@code src/test/resources/lockstep}.
 */
package dev.kenari.machine.riscv.fuzz;
