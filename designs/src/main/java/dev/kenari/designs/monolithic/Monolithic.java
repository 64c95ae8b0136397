package dev.kenari.designs.monolithic;

import dev.kenari.designs.Design;
import java.util.List;

/** Every component in the kernel, called directly. */
public final class Monolithic {
    public static final Design DESIGN = new Design("mono", List.of());

    private Monolithic() {}
}
