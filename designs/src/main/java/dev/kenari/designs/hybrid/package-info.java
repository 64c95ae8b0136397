/** The hybrid design. */
package dev.kenari.designs.hybrid;
