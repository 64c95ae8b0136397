package dev.kenari.process;

/**
 * Resources used (getrusage(2)).
 *
 * @param maxResident largest resident set in KiB
 */
public record Usage(
        long userNanos,
        long systemNanos,
        long maxResident,
        long minorFaults,
        long majorFaults,
        long voluntarySwitches,
        long involuntarySwitches) {
    public static final Usage NONE = new Usage(0, 0, 0, 0, 0, 0, 0);

    public Usage plus(Usage other) {
        return new Usage(
                userNanos + other.userNanos,
                systemNanos + other.systemNanos,
                Math.max(maxResident, other.maxResident),
                minorFaults + other.minorFaults,
                majorFaults + other.majorFaults,
                voluntarySwitches + other.voluntarySwitches,
                involuntarySwitches + other.involuntarySwitches);
    }
}
