package dev.kenari.process;

/**
 * What uname(2) reports.
 *
 * @param domain the NIS domain
 */
public record UtsName(String system, String node, String release, String version, String machine, String domain) {
    public static final String SYSTEM = "Linux";
    public static final String MACHINE = "riscv64";
    public static final String NO_DOMAIN = "(none)";
    /** Longest host or domain name. */
    public static final int MAX = 64;
}
