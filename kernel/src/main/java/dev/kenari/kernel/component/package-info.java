/**
 * Components talk through protocols only. A {@link dev.kenari.kernel.component.Protocol} is an interface whose parameters and
 * results are plain values; a {@link dev.kenari.kernel.component.Connector} decides what a call on it becomes.
 */
package dev.kenari.kernel.component;
