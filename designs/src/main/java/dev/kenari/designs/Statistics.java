package dev.kenari.designs;

import java.util.Map;

/**
 * What a run cost so far.
 *
 * @param instructions retired on all harts
 * @param outOfMemoryKills programs killed for want of guest memory
 * @param idleNanos that harts waited for work, added up
 * @param frames of guest memory in use
 * @param ipc what happened between components, as {@link #engine}
 * @param engine what the engine counts, in the order in which it is to be read
 */
public record Statistics(
        long nanos,
        long instructions,
        long systemCalls,
        long outOfMemoryKills,
        long idleNanos,
        long taskSwitches,
        long frames,
        long totalFrames,
        Map<String, Long> ipc,
        Map<String, Long> engine) {}
