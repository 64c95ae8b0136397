/** Device drivers. The exported package holds their protocols; the drivers reach devices through the bus and interrupts alone. */
module dev.kenari.drivers {
    requires transitive dev.kenari.kernel;

    exports dev.kenari.drivers;
    exports dev.kenari.drivers.virtio.fuse to
            dev.kenari.vfs;
    exports dev.kenari.drivers.virtio to
            dev.kenari.designs;
}
