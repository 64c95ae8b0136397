package dev.kenari.modules.build;

import dev.kenari.modules.brd.Brd;
import dev.kenari.modules.crash.CrashTest;
import dev.kenari.modules.ext4.Ext4;
import dev.kenari.modules.nullblk.NullBlk;
import dev.kenari.modules.random.RngCore;
import dev.kenari.modules.virtio.VirtioBlk;
import dev.kenari.modules.virtio.VirtioRng;
import java.util.List;

/** What is a module, and what others have as a module but this kernel has built in. */
final class ModuleList {
    /** Entry classes, each after those that it needs. */
    static final List<Class<?>> ENTRIES = List.of(
            Brd.class, NullBlk.class, VirtioBlk.class, RngCore.class, VirtioRng.class, Ext4.class, CrashTest.class);

    static final List<ModuleIndexes.BuiltIn> BUILT_IN = List.of(
            new ModuleIndexes.BuiltIn("kernel/drivers/block/loop.ko", "Block devices that show a file"),
            new ModuleIndexes.BuiltIn("kernel/drivers/char/virtio_console.ko", "The host's streams and terminals"),
            new ModuleIndexes.BuiltIn("kernel/drivers/virtio/virtio.ko", "Devices of a virtual machine"),
            new ModuleIndexes.BuiltIn("kernel/drivers/virtio/virtio_mmio.ko", "Their registers in memory"),
            new ModuleIndexes.BuiltIn("kernel/fs/fuse/virtiofs.ko", "The host's directories"));

    private ModuleList() {}
}
