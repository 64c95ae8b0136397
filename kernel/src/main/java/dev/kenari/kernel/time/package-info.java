/** Clocks and timers over the board's clock. */
package dev.kenari.kernel.time;
