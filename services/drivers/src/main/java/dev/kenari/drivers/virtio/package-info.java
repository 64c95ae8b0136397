/** Drivers of virtio devices behind the memory-mapped transport (Virtual I/O Device Specification 1.2, "the specification" here). */
package dev.kenari.drivers.virtio;
