package dev.kenari.designs.monolithic;

import dev.kenari.designs.Design;
import dev.kenari.designs.Row;
import java.util.List;

/** Every component in the kernel, called directly; what not every run needs, in modules. */
public final class Monolithic {
    public static final Design DESIGN = new Design(
            "mono", List.of(Row.module("virtio_blk"), Row.module("virtio_rng"), Row.module("ext4")));

    private Monolithic() {}
}
