package dev.kenari.drivers;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.component.Protocol;
import dev.kenari.kernel.component.Repeatable;

/**
 * Byte streams between the board and its host, by name: {@code stdin}, {@code stdout}, {@code stderr}. A byte is known by its position, from 0,
 * so that a call that is repeated moves nothing twice. Nothing here sleeps.
 */
@Protocol
@Repeatable
public interface StreamPorts {
    /** Number of the port called {@code name}; ENXIO. */
    int find(String name) throws Errno;

    /** Lets the host's bytes come; nothing of the host's stream is consumed before. */
    void startInput(int port) throws Errno;

    /**
     * The bytes from {@code position} on that have arrived, at most {@code length}; empty at the end of the stream, EAGAIN if there are none
     * yet. The bytes before {@code position} have been received and are forgotten; EINVAL for one of these.
     */
    byte[] read(int port, long position, int length) throws Errno;

    /**
     * Sends {@code bytes}, the first of which is at {@code position}; of those that it had before, nothing more. As many as there is room for;
     * returns how many of {@code bytes} it has, at least one. EAGAIN if there is no room, EPIPE if nobody reads any more.
     */
    int write(int port, long position, byte[] bytes) throws Errno;

    /**
     * Which of {@code POLLIN} (bytes from {@code position} on), {@code POLLOUT}, {@code POLLHUP} (the end of input) and {@code POLLERR} (nobody
     * reads) hold; see {@link dev.kenari.abi.Poll}.
     */
    int poll(int port, long position) throws Errno;

    /** Number of the wait queue that is woken when {@link #poll} may have changed. */
    int waitQueue(int port) throws Errno;

    /** Size of the window in which the board's console is seen. */
    WindowSize windowSize();

    /** Number of the wait queue that is woken when {@link #windowSize} may have changed. */
    int windowQueue();
}
