package dev.kenari.kernel.module;

import dev.kenari.kernel.KernelVersion;

/** What a module must say that it was built for (the kernel's {@code VERMAGIC_STRING}). */
public final class VersionMagic {
    public static final String TEXT = KernelVersion.RELEASE + " SMP preempt mod_unload modversions riscv ";

    private VersionMagic() {}

    /** Where symbols have versions of their own, the release may differ: only what follows it is compared. */
    static boolean same(String theirs, boolean versionedSymbols) {
        return versionedSymbols ? tail(theirs).equals(tail(TEXT)) : theirs.equals(TEXT);
    }

    private static String tail(String magic) {
        int space = magic.indexOf(' ');
        return space < 0 ? "" : magic.substring(space);
    }
}
