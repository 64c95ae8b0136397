package dev.kenari.kernel.module;

/** Has user space load a module: modprobe(8), called by the kernel. */
@FunctionalInterface
public interface ModuleRequest {
    /** Returns when that has ended, however it ended. Sleeps. @param program to call; @param alias such as {@code fs-ext4} */
    void load(String program, String alias);
}
