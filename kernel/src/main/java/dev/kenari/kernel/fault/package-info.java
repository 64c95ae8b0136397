/**
 * Faults put into a component on purpose, the same ones wherever it lives: {@link dev.kenari.kernel.fault.Injector} stands between a
 * component and its clients, its device and its memory.
 */
package dev.kenari.kernel.fault;
