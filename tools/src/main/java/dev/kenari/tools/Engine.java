package dev.kenari.tools;

import dev.kenari.image.Images;
import dev.kenari.machine.HartFactory;
import dev.kenari.machine.riscv.CodeProfile;
import dev.kenari.machine.riscv.Harts;
import dev.kenari.machine.riscv.TranslatorConfiguration;
import java.io.IOException;

/** What executes a run's programs, and what it leaves behind: the profile for the next run, and a log. */
final class Engine implements AutoCloseable {
    /** The profile's file, in the cache. */
    private static final String HOT_CODE = "hot-code";

    private final HartFactory harts;
    private final CodeProfile profile;
    private final TraceFile log;

    private Engine(HartFactory harts, CodeProfile profile, TraceFile log) {
        this.harts = harts;
        this.profile = profile;
        this.log = log;
    }

    static Engine of(RunOptions options) {
        if (options.interpret) {
            return new Engine(Harts::interpreting, CodeProfile.NONE, null);
        }
        CodeProfile profile = options.seed != null
                ? CodeProfile.NONE
                : CodeProfile.open(Images.directory().resolve(HOT_CODE));
        TraceFile log = TraceFile.of(false, options.jitLog);
        TranslatorConfiguration configuration =
                TranslatorConfiguration.USUAL.withProfile(profile).withLog(log == null ? null : log::line);
        return new Engine(
                Harts.translating(options.seed != null ? configuration.repeatable() : configuration), profile, log);
    }

    HartFactory harts() {
        return harts;
    }

    /** The system has come to rest. */
    @Override
    public void close() {
        try {
            profile.save();
        } catch (IOException e) {
            // A cache that can't be written, as in a home directory that is read-only, is none.
        }
        if (log != null) {
            log.close();
        }
    }
}
