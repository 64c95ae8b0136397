/** The monolithic design. */
package dev.kenari.designs.monolithic;
