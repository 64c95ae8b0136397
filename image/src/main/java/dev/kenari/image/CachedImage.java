package dev.kenari.image;

import java.time.Instant;
import java.util.List;

/**
 * An image in the cache.
 *
 * @param id its content's name
 * @param references what resolves to it, in the words of {@code --image}; empty for one that a pull replaced
 * @param bytes its size on the host's disk
 * @param created when it was built
 */
public record CachedImage(String id, List<String> references, long bytes, Instant created) {}
