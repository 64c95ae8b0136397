package dev.kenari.designs.hybrid;

import dev.kenari.designs.Design;
import dev.kenari.designs.Row;
import java.util.List;

/** What is called often in the kernel, drivers outside. */
public final class Hybrid {
    public static final Design DESIGN = new Design(
            "hybrid",
            List.of(Row.driver("virtio_blk"), Row.driver("virtio_rng"),
                    Row.domain("ext4").calls("disk")));

    private Hybrid() {}
}
