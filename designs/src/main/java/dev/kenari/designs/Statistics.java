package dev.kenari.designs;

/**
 * What a run cost so far.
 *
 * @param instructions retired on all harts
 * @param frames of guest memory in use
 */
public record Statistics(
        long nanos, long instructions, long systemCalls, long pageFaults, long taskSwitches, long frames, long totalFrames) {}
