/** From U-mode into the kernel and back. */
package dev.kenari.kernel.trap;
