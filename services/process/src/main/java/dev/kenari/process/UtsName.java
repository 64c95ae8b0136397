package dev.kenari.process;

/**
 * What uname(2) reports.
 *
 * @param domain the NIS domain
 */
public record UtsName(String system, String node, String release, String version, String machine, String domain) {
    public static final String SYSTEM = "Linux";
    /** The Linux whose system calls these are, as programs compare versions, and whose kernel this is. */
    public static final String RELEASE = "6.12.0-kenari";
    public static final String VERSION = "#1 SMP PREEMPT_DYNAMIC Kenari 0.1.0";
    public static final String MACHINE = "riscv64";
    public static final String NO_DOMAIN = "(none)";
    /** Longest host or domain name. */
    public static final int MAX = 64;
}
