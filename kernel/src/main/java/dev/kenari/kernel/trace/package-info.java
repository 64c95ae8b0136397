/** What the kernel says about itself: its log, counters. */
package dev.kenari.kernel.trace;
