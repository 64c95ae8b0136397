package dev.kenari.designs;

import java.nio.file.Path;

/** A host directory to mount at {@code target} in the guest. */
public record Volume(Path source, String target, boolean readOnly) {}
