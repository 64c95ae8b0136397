package dev.kenari.process;

import dev.kenari.abi.Errno;

/** Part of {@link Processes}: credentials(7). An id of -1 leaves it as it is. */
public interface Identities {
    int parent(int tid) throws Errno;

    UserIds credentials(int tid) throws Errno;

    void setuid(int tid, int uid) throws Errno;

    void setgid(int tid, int gid) throws Errno;

    void setreuid(int tid, int real, int effective) throws Errno;

    void setregid(int tid, int real, int effective) throws Errno;

    void setresuid(int tid, int real, int effective, int saved) throws Errno;

    void setresgid(int tid, int real, int effective, int saved) throws Errno;

    /** Returns the previous id, whether or not it changed. */
    int setfsuid(int tid, int uid) throws Errno;

    int setfsgid(int tid, int gid) throws Errno;

    void setgroups(int tid, int[] groups) throws Errno;

    /** The credentials of thread {@code target}; 0 for the caller. */
    UserIds credentialsOf(int tid, int target) throws Errno;

    /** capset(2) for the caller. */
    void setCapabilities(int tid, long effective, long permitted, long inheritable) throws Errno;
}
