package dev.kenari.image;

/** Told how far a slow step is. Called from whatever thread does the work, one at a time; must return quickly. */
@FunctionalInterface
public interface Progress {
    /** Says nothing. */
    Progress NONE = (message, done, total) -> {};

    /**
     * A step advanced.
     *
     * @param message what is being done ("fetching 84 packages"); a new message starts a new step
     * @param done bytes so far
     * @param total bytes in all, or 0 where unknown; {@code done == total > 0} ends the step
     */
    void update(String message, long done, long total);
}
