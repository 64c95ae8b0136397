package dev.kenari.designs.microkernel;

import dev.kenari.designs.Design;
import dev.kenari.designs.Row;
import java.util.List;

/** Components in domains or processes of their own; what is still in the kernel is called through messages all the same. */
public final class Microkernel {
    public static final Design DESIGN = new Design(
            "micro",
            List.of(
                    Row.driver("virtio_blk"),
                    Row.process("virtio_rng"),
                    Row.driver("virtio_console"),
                    Row.driver("uart"),
                    Row.driver("virtio_fs"),
                    Row.domain("ext4").calls("disk"),
                    Row.domain("virtiofs").calls("share"),
                    Row.kernel("console").throughMessages(),
                    Row.kernel("filesystem").throughMessages(),
                    Row.kernel("vfs").throughMessages(),
                    Row.kernel("process").throughMessages()));

    private Microkernel() {}
}
