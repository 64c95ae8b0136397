/**
 * Loadable modules: code that becomes part of the running kernel from a {@code .ko} file, and leaves it again (init_module(2),
 * delete_module(2)).
 *
 * <p>A module is an ELF relocatable that Debian's kmod reads as any other, with its classes in a section of their own
 * ({@link dev.kenari.kernel.module.ModuleFile}). Its symbols are classes: those that it exports, and those that it needs of the
 * kernel and of other modules. It is linked by a class loader that knows its own classes, {@code java.base} and what its needed
 * symbols were resolved to, and nothing else; when it is unloaded, the loader and its classes become garbage. What a module offers it
 * registers with services that it finds by their types ({@link dev.kenari.kernel.module.ModuleContext}), naming itself as the owner, so
 * that it is not unloaded while it is in use.
 *
 * <p>Everything here runs under the kernel lock. The order of checks and the kernel's messages are those of Linux.
 */
package dev.kenari.kernel.module;
