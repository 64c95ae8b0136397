/** The microkernel design. */
package dev.kenari.designs.microkernel;
