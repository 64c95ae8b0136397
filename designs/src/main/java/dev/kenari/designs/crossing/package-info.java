/** A component that does nothing, to measure what reaching it costs. */
package dev.kenari.designs.crossing;
