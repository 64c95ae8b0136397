/** Pipes and FIFOs (pipe(7), fifo(7)). */
package dev.kenari.vfs.pipe;
