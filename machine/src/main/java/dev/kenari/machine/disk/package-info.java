/**
 * What a board's disks keep their sectors in. {@link dev.kenari.machine.disk.DiskStore} is the seam: a host file, memory, or a wrapper that
 * fails or forgets on purpose, for tests of what stands on disks.
 */
package dev.kenari.machine.disk;
