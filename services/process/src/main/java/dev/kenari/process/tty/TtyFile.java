package dev.kenari.process.tty;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Poll;

/** A terminal as one open(2) sees it. */
final class TtyFile implements Endpoint {
    private final Tty tty;
    private final Pty pty;
    private final TtyIoctls ioctls;
    private final int hangUps;

    /** @param pty of which {@code tty} is the slave, or null */
    TtyFile(Tty tty, Pty pty, TtyIoctls ioctls) {
        this.tty = tty;
        this.pty = pty;
        this.ioctls = ioctls;
        this.hangUps = tty.hangUps();
        if (pty != null) {
            pty.slaveOpened();
        }
    }

    Tty tty() {
        return tty;
    }

    boolean hungUp() {
        return hangUps != tty.hangUps();
    }

    /** Whether it is the other side of a pseudoterminal that went away. */
    boolean peerClosed() {
        return pty != null && pty.masterClosed();
    }

    @Override
    public byte[] read(int length, boolean nonBlocking) throws Errno {
        return tty.read(this, length, nonBlocking);
    }

    @Override
    public int write(byte[] bytes, boolean nonBlocking) throws Errno {
        return tty.write(this, bytes, nonBlocking);
    }

    @Override
    public long ioctl(int request, long argument, IoctlMemory memory) throws Errno {
        if (hungUp()) {
            throw request == dev.kenari.abi.TtyIoctl.TIOCSPGRP ? Errno.ENOTTY : Errno.EIO;
        }
        return ioctls.terminal(this, request, argument, memory);
    }

    @Override
    public int poll(int events) {
        if (hungUp()) {
            int always = Poll.POLLIN | Poll.POLLRDNORM | Poll.POLLOUT | Poll.POLLWRNORM;
            return events & always | Poll.POLLERR | Poll.POLLHUP;
        }
        int ready = 0;
        Termios t = tty.discipline().termios();
        boolean timed = t.character(dev.kenari.abi.TermiosBits.VTIME) > 0;
        int minimum = timed ? 1 : t.character(dev.kenari.abi.TermiosBits.VMIN);
        if (tty.discipline().readable(minimum)) {
            ready |= Poll.POLLIN | Poll.POLLRDNORM;
        }
        if (tty.writable()) {
            ready |= Poll.POLLOUT | Poll.POLLWRNORM;
        }
        if (!tty.line().carrier()) {
            return (ready | Poll.POLLIN | Poll.POLLRDNORM) & events | Poll.POLLHUP;
        }
        return ready & events;
    }

    @Override
    public int waitQueue() {
        return tty.queueId();
    }

    @Override
    public void release() {
        if (pty != null) {
            pty.slaveReleased();
        }
    }
}
