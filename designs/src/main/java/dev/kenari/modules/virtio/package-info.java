/** The modules of virtio devices: {@code virtio_blk} and {@code virtio_rng}. */
package dev.kenari.modules.virtio;
