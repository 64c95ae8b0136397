/**
 * Virtio devices behind the memory-mapped transport (Virtual I/O Device Specification 1.2; "the specification" in this package). What a
 * driver writes to a ring is checked before it is believed: a ring that breaks the rules stops its device until it is reset, and nothing else.
 *
 * <p>A device's lock guards it, its queues and its transport; host threads enter through {@link VirtioDevice#whileRunning}.
 */
package dev.kenari.machine.device.virtio;
