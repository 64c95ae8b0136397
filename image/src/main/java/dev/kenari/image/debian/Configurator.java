package dev.kenari.image.debian;

import dev.kenari.image.ImageException;
import dev.kenari.image.tree.StagedImage;
import java.util.List;

/**
 * Brings unpacked packages to where they work: what {@code dpkg --configure -a} does. Today's is {@link
 * DeclaredEffects}; one that boots the staged image and lets dpkg do it can take its place.
 */
public interface Configurator {
    /** Part of the image's identity: another text means that images must be built anew. */
    String fingerprint();

    /** Changes the image as the packages' maintainer scripts would, in the order of the list. */
    void configure(StagedImage image, List<UnpackedPackage> packages) throws ImageException;
}
