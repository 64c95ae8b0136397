/**
 * Who there is: {@link dev.kenari.process.table.Process}es of {@link dev.kenari.process.table.ProcessThread}s, process groups,
 * sessions, and the {@link dev.kenari.process.table.ProcessTable} that numbers them. The rest of this module works on these;
 * all of it is guarded by the kernel lock.
 */
package dev.kenari.process.table;
