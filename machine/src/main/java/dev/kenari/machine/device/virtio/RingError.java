package dev.kenari.machine.device.virtio;

/** A driver has broken the rules of a virtqueue: the device needs a reset. */
final class RingError extends Exception {
    RingError(String message) {
        super(message);
    }
}
