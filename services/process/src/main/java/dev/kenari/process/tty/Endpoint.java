package dev.kenari.process.tty;

import dev.kenari.abi.Errno;

/** What an open file description of a terminal device refers to. As {@link dev.kenari.vfs.CharDevice}, for one handle. */
interface Endpoint {
    byte[] read(int length, boolean nonBlocking) throws Errno;

    int write(byte[] bytes, boolean nonBlocking) throws Errno;

    long ioctl(int request, long argument, IoctlMemory memory) throws Errno;

    int poll(int events);

    int waitQueue();

    void release();
}
