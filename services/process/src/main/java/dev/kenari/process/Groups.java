package dev.kenari.process;

import dev.kenari.abi.Errno;

/** Part of {@link Processes}: process groups and sessions (credentials(7)). A pid of 0 is the caller's. */
public interface Groups {
    int getpgid(int tid, int pid) throws Errno;

    void setpgid(int tid, int pid, int group) throws Errno;

    int getsid(int tid, int pid) throws Errno;

    int setsid(int tid) throws Errno;
}
