package dev.kenari.image;

import java.util.Map;

/** A service: the programs of the {@code embedded} image, found by {@link java.util.ServiceLoader}. */
public interface EmbeddedPrograms {
    /** ELF files by absolute path ("/bin/hello"), each an executable of mode 0755. Equal calls give equal bytes. */
    Map<String, byte[]> programs();
}
