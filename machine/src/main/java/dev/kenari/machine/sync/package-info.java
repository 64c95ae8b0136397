/** Locks of the whole system that nest, and their order. */
package dev.kenari.machine.sync;
