/** Device interrupts: from a controller's source number to a driver's handler. */
package dev.kenari.kernel.irq;
