package dev.kenari.machine.riscv;

import java.util.function.Consumer;

/**
 * How a board's harts translate. Immutable; each {@code with} method gives a changed copy.
 *
 * @param profile of earlier runs, to be added to
 * @param mostRegions bounds the host's memory: a region takes about 20 KB of it, compiled
 * @param background whether harts go on while their code is translated; otherwise it is done at once, and a run repeats
 * @param log takes a text about each region, on any thread; null for none
 */
public record TranslatorConfiguration(
        Threshold threshold, CodeProfile profile, int mostRegions, boolean background, Consumer<String> log) {
    public static final TranslatorConfiguration USUAL =
            new TranslatorConfiguration(Threshold.USUAL, CodeProfile.NONE, 32768, true, null);

    public TranslatorConfiguration withThreshold(Threshold value) {
        return new TranslatorConfiguration(value, profile, mostRegions, background, log);
    }

    public TranslatorConfiguration withProfile(CodeProfile value) {
        return new TranslatorConfiguration(threshold, value, mostRegions, background, log);
    }

    public TranslatorConfiguration withMostRegions(int value) {
        return new TranslatorConfiguration(threshold, profile, value, background, log);
    }

    public TranslatorConfiguration withLog(Consumer<String> value) {
        return new TranslatorConfiguration(threshold, profile, mostRegions, background, value);
    }

    /** The same, but that a run does not depend on what ran before it, or on threads. */
    public TranslatorConfiguration repeatable() {
        return new TranslatorConfiguration(threshold, CodeProfile.NONE, mostRegions, false, log);
    }
}
