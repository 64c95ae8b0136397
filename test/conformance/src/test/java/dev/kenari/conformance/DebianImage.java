package dev.kenari.conformance;

import static org.junit.jupiter.api.Assumptions.abort;

import dev.kenari.designs.RootImage;
import dev.kenari.image.ImageException;
import dev.kenari.image.ImageReference;
import dev.kenari.image.Images;
import dev.kenari.image.Progress;
import dev.kenari.tools.ImageRoot;
import java.util.HashMap;
import java.util.Map;

/** Debian images for tests, each opened once. */
final class DebianImage {
    private static final Map<String, RootImage> OPENED = new HashMap<>();

    private DebianImage() {}

    /** The image, or the calling test is skipped and says why. */
    static synchronized RootImage open(String reference) {
        RootImage known = OPENED.get(reference);
        if (known == null) {
            try {
                known = ImageRoot.of(Images.open(ImageReference.parse(reference), Progress.NONE));
            } catch (ImageException e) {
                abort("skipped: no image " + reference + " (" + e.getMessage() + ")");
            }
            OPENED.put(reference, known);
        }
        return known;
    }
}
