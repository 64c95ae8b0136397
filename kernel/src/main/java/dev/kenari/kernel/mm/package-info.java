/**
 * Memory: frames, Sv39 page tables in guest memory, address spaces of VMAs over memory objects, and the only ways to reach
 * guest memory, {@link dev.kenari.kernel.mm.UserMemory} and {@link dev.kenari.kernel.mm.GrantedMemory}. A frame is named by
 * its physical address.
 */
package dev.kenari.kernel.mm;
