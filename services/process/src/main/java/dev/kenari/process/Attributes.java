package dev.kenari.process;

import dev.kenari.abi.Errno;

/** Part of {@link Processes}: prctl(2), personality(2), uname(2). */
public interface Attributes {
    /** The thread's name, at most 15 bytes. */
    String name(int tid) throws Errno;

    void setName(int tid, String name) throws Errno;

    /**
     * An operation of prctl(2) whose arguments and result are numbers. EINVAL for one unknown.
     *
     * @param operation {@code PR_*}
     */
    long prctl(int tid, int operation, long a, long b, long c, long d) throws Errno;

    /** personality(2): returns the one before. {@code persona} 0xFFFFFFFF only asks. */
    int personality(int tid, int persona) throws Errno;

    /** uname(2). */
    UtsName uname();

    /** sethostname(2). EPERM. */
    void setHostName(int tid, String name) throws Errno;

    /** setdomainname(2). EPERM. */
    void setDomainName(int tid, String name) throws Errno;
}
