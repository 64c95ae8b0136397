/**
 * execve(2): what a file is ({@link dev.kenari.process.exec.ElfFile}, {@link dev.kenari.process.exec.Script}), its segments in
 * a new address space ({@link dev.kenari.process.exec.ProgramLoader}), and what the program finds on its stack
 * ({@link dev.kenari.process.exec.InitialStack}). Files are hostile: every number in them is checked before use.
 */
package dev.kenari.process.exec;
