package dev.kenari.designs.microkernel;

import dev.kenari.designs.Design;
import dev.kenari.designs.Row;
import java.util.List;

/** Components in domains of their own; what is still in the kernel is called through messages all the same. */
public final class Microkernel {
    public static final Design DESIGN = new Design(
            "micro",
            List.of(
                    Row.domain("virtio_blk").answersWithin(30),
                    Row.domain("virtio_rng").answersWithin(30),
                    Row.domain("virtio_console").answersWithin(30),
                    Row.domain("ext4").calls("disk"),
                    Row.kernel("console").throughMessages(),
                    Row.kernel("filesystem").throughMessages(),
                    Row.kernel("vfs").throughMessages(),
                    Row.kernel("process").throughMessages()));

    private Microkernel() {}
}
