/**
 * What becomes of a failure of the kernel's own. An <em>oops</em> is an exception in kernel code that works for a program: the
 * program's thread dies, the kernel is tainted and goes on. A <em>panic</em> stops the machine: a
 * {@link dev.kenari.kernel.KernelPanic}, any failure in an interrupt, in a kernel task or of the virtual machine, and an oops under
 * {@code panic_on_oops}. Linux, Documentation/admin-guide/bug-hunting.rst and sysctl/kernel.rst.
 */
package dev.kenari.kernel.crash;
