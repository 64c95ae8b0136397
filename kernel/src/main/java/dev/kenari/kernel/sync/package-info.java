/** The kernel lock, sleeping and waking. Lock order: see {@link dev.kenari.kernel}. */
package dev.kenari.kernel.sync;
