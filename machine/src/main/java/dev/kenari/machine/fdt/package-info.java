/** Flattened device trees (Devicetree Specification 0.4, chapter 5). */
package dev.kenari.machine.fdt;
