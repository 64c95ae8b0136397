package dev.kenari.image;

import java.util.List;

/** A cache directory of images and what is needed to build them. */
final class ImageStore {
    private ImageStore() {}

    static ImageStore ofHost() {
        return new ImageStore();
    }

    RootFileSystem open(ImageReference reference, Progress progress) throws ImageException {
        throw new ImageException("unsupported-image", "image '" + reference + "': cannot be opened yet");
    }

    RootFileSystem pull(ImageReference reference, Progress progress) throws ImageException {
        return open(reference, progress);
    }

    List<CachedImage> list() throws ImageException {
        return List.of();
    }

    void remove(String referenceOrId) throws ImageException {
        throw new ImageException("no-such-image", "image '" + referenceOrId + "': not in the cache");
    }
}
