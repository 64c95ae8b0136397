/**
 * The system calls. {@link dev.kenari.linux.syscall.SyscallTable} is the only list of them; its rows stand in the
 * {@code *Calls} classes by family, and a row's handler is a static method of the class named after its man page.
 *
 * <p>To add a call: find its row (every riscv64 call has one), write the handler, set its support level, test it.
 */
package dev.kenari.linux.syscall;
