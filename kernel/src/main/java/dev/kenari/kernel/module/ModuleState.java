package dev.kenari.kernel.module;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What {@code /proc/modules} and {@code /sys/module} show of a module.
 *
 * @param size in bytes
 * @param references users, and modules that need it
 * @param holders modules that need it
 * @param address where it would be, for those who may know
 * @param parameters values by name
 */
public record ModuleState(
        String name,
        Phase phase,
        long size,
        int references,
        List<String> holders,
        long address,
        Set<ModuleTaint> taints,
        Map<String, String> parameters) {
    /** What a module is about. */
    public enum Phase {
        COMING("Loading", "coming"),
        LIVE("Live", "live"),
        GOING("Unloading", "going");

        private final String word;
        private final String attribute;

        Phase(String word, String attribute) {
            this.word = word;
            this.attribute = attribute;
        }

        /** As {@code /proc/modules} has it. */
        public String word() {
            return word;
        }

        /** As {@code initstate} in sysfs has it. */
        public String attribute() {
            return attribute;
        }
    }
}
