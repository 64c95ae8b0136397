package dev.kenari.drivers;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.component.Protocol;

/** Byte streams between the board and its host, by name: {@code stdin}, {@code stdout}, {@code stderr}. Nothing here sleeps. */
@Protocol
public interface StreamPorts {
    /** Number of the port called {@code name}; ENXIO. */
    int find(String name) throws Errno;

    /** Lets the host's bytes come; nothing of the host's stream is consumed before. */
    void startInput(int port) throws Errno;

    /** The bytes that have arrived, at most {@code length}; empty at the end of the stream, EAGAIN if there are none yet. */
    byte[] read(int port, int length) throws Errno;

    /** Sends as many bytes as there is room for, at least one; returns how many. EAGAIN if there is no room, EPIPE if nobody reads any more. */
    int write(int port, byte[] bytes) throws Errno;

    /**
     * Which of {@code POLLIN}, {@code POLLOUT}, {@code POLLHUP} (the end of input) and {@code POLLERR} (nobody reads) hold; see
     * {@link dev.kenari.abi.Poll}.
     */
    int poll(int port) throws Errno;

    /** Number of the wait queue that is woken when {@link #poll} may have changed. */
    int waitQueue(int port) throws Errno;
}
