/** Which task holds which hart, and for how long. */
package dev.kenari.kernel.sched;
