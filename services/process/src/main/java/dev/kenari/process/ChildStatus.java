package dev.kenari.process;

/**
 * What wait4(2) and waitid(2) report of a child.
 *
 * @param pid 0 if there is nothing to report
 * @param status the status word of wait4
 * @param code waitid's {@code si_code}, {@code CLD_*}
 * @param value waitid's {@code si_status}: exit code or signal
 * @param uid real user id of the child
 */
public record ChildStatus(int pid, int status, int code, int value, int uid, Usage usage) {}
