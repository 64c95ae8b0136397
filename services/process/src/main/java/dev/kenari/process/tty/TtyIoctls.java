package dev.kenari.process.tty;

import static dev.kenari.abi.TtyIoctl.*;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.abi.Signal;
import dev.kenari.abi.TermiosBits;
import dev.kenari.vfs.Vfs;

/** ioctl_tty(2), for terminals and for masters of pseudoterminals. */
final class TtyIoctls {
    private static final int N_TTY = 0;

    private final ControllingTerminals terminals;
    private final JobControl jobs;
    private final Vfs vfs;

    /** @param vfs opens the slave for TIOCGPTPEER */
    TtyIoctls(ControllingTerminals terminals, JobControl jobs, Vfs vfs) {
        this.terminals = terminals;
        this.jobs = jobs;
        this.vfs = vfs;
    }

    /** On an open terminal, or the slave of a pseudoterminal. */
    long terminal(TtyFile file, int request, long argument, IoctlMemory memory) throws Errno {
        Tty tty = file.tty();
        switch (request) {
            case TCSETSW, TCSETSF, TCSETAW, TCSETAF, TCSETSW2, TCSETSF2 -> {
                tty.checkBackground(Signal.TTOU);
                tty.drain(file);
                setTermios(tty, request, memory);
            }
            case TCSETS, TCSETA, TCSETS2 -> {
                tty.checkBackground(Signal.TTOU);
                setTermios(tty, request, memory);
            }
            case TCSBRK, TCSBRKP -> {
                tty.checkBackground(Signal.TTOU);
                tty.drain(file);
            }
            case TIOCSBRK, TIOCCBRK -> tty.checkBackground(Signal.TTOU);
            case TCXONC -> flow(tty, (int) argument);
            case TCFLSH -> {
                tty.checkBackground(Signal.TTOU);
                flush(tty, (int) argument);
            }
            case TIOCINQ -> memory.putInt(tty.discipline().queued());
            case TIOCOUTQ -> memory.putInt(tty.line().queued());
            case TIOCSCTTY -> terminals.acquire(tty, argument == 1);
            case TIOCNOTTY -> terminals.giveUp(tty);
            case TIOCGPGRP -> {
                ownTerminal(tty);
                memory.putInt(tty.foreground());
            }
            case TIOCSPGRP -> setForeground(tty, memory.getInt());
            case TIOCGSID -> {
                ownTerminal(tty);
                memory.putInt(tty.session());
            }
            default -> {
                return common(tty, request, argument, memory);
            }
        }
        return 0;
    }

    /** On the master of a pseudoterminal: settings are the slave's. */
    long master(Pty pty, int request, long argument, IoctlMemory memory) throws Errno {
        Tty slave = pty.slave();
        switch (request) {
            case TCSETS, TCSETSW, TCSETSF, TCSETA, TCSETAW, TCSETAF, TCSETS2, TCSETSW2, TCSETSF2 ->
                    setTermios(slave, request, memory);
            case TIOCINQ -> memory.putInt(pty.readable());
            case TIOCOUTQ -> memory.putInt(0);
            case TIOCGPTN -> memory.putInt(pty.index());
            case TIOCSPTLCK -> pty.setLocked(memory.getInt() != 0);
            case TIOCGPTLCK -> memory.putInt(pty.locked() ? 1 : 0);
            case TIOCGPTPEER -> {
                return openPeer(pty, (int) argument);
            }
            case TIOCPKT -> pty.setPackets(memory.getInt() != 0);
            case TIOCGPKT -> memory.putInt(pty.packets() ? 1 : 0);
            case TIOCSIG -> signal(slave, (int) argument);
            case TIOCGPGRP -> memory.putInt(slave.foreground());
            case TIOCSPGRP -> setForeground(slave, memory.getInt());
            case TIOCGSID -> {
                if (slave.session() == 0) {
                    throw Errno.ENOTTY;
                }
                memory.putInt(slave.session());
            }
            case TCFLSH -> {
                int queue = (int) argument;
                checkQueue(queue);
                pty.flushMaster(queue != TCOFLUSH, queue != TCIFLUSH);
            }
            case TIOCNOTTY, TIOCSCTTY -> throw Errno.ENOTTY;
            default -> {
                return common(slave, request, argument, memory);
            }
        }
        return 0;
    }

    private long common(Tty tty, int request, long argument, IoctlMemory memory) throws Errno {
        Termios termios = tty.discipline().termios();
        switch (request) {
            case TCGETS -> memory.put(termios.toBytes(), TERMIOS_BYTES);
            case TCGETS2 -> memory.put(termios.toBytes(), TERMIOS2_BYTES);
            case TCGETA -> memory.put(termios.toTermio(), TERMIO_BYTES);
            case TIOCGWINSZ -> memory.put(tty.size().toBytes(), WINSIZE_BYTES);
            case TIOCSWINSZ -> tty.resize(WindowSize.of(memory.get(WINSIZE_BYTES)));
            case TIOCEXCL -> tty.setExclusive(true);
            case TIOCNXCL -> tty.setExclusive(false);
            case TIOCGEXCL -> memory.putInt(tty.exclusive() ? 1 : 0);
            case TIOCGETD -> memory.putInt(N_TTY);
            case TIOCSETD -> {
                if (memory.getInt() != N_TTY) {
                    throw Errno.EINVAL;
                }
            }
            case TIOCGDEV -> memory.putInt((int) tty.device());
            case TIOCVHANGUP -> {
                if (!terminals.caller().administrator()) {
                    throw Errno.EPERM;
                }
                terminals.hangUp(tty);
            }
            // As with the sysctl dev.tty.legacy_tiocsti off: nobody types for others.
            case TIOCSTI -> throw Errno.EIO;
            default -> throw Errno.ENOTTY;
        }
        return 0;
    }

    private static void setTermios(Tty tty, int request, IoctlMemory memory) throws Errno {
        Termios old = tty.discipline().termios();
        Termios wanted = switch (request) {
            case TCSETA, TCSETAW, TCSETAF -> old.fromTermio(memory.get(TERMIO_BYTES));
            case TCSETS2, TCSETSW2, TCSETSF2 -> old.fromTermios2(memory.get(TERMIOS2_BYTES));
            default -> old.fromTermios(memory.get(TERMIOS_BYTES));
        };
        if (request == TCSETSF || request == TCSETAF || request == TCSETSF2) {
            tty.flushInput();
        }
        tty.setTermios(tty.line().restrict(wanted));
    }

    private static void flow(Tty tty, int action) throws Errno {
        tty.checkBackground(Signal.TTOU);
        Termios termios = tty.discipline().termios();
        switch (action) {
            case TCOOFF -> tty.stopOutput();
            case TCOON -> tty.startOutput();
            case TCIOFF -> sendCharacter(tty, termios.character(TermiosBits.VSTOP));
            case TCION -> sendCharacter(tty, termios.character(TermiosBits.VSTART));
            default -> throw Errno.EINVAL;
        }
    }

    private static void sendCharacter(Tty tty, int character) {
        if (character != 0) {
            tty.echo(new byte[] {(byte) character});
        }
    }

    private static void flush(Tty tty, int queue) throws Errno {
        checkQueue(queue);
        if (queue != TCOFLUSH) {
            tty.flushInput();
        }
        if (queue != TCIFLUSH) {
            tty.flushOutput();
        }
    }

    private static void checkQueue(int queue) throws Errno {
        if (queue < TCIFLUSH || queue > TCIOFLUSH) {
            throw Errno.EINVAL;
        }
    }

    private void ownTerminal(Tty tty) throws Errno {
        int session = tty.session();
        if (session == 0 || session != terminals.caller().session()) {
            throw Errno.ENOTTY;
        }
    }

    private void setForeground(Tty tty, int group) throws Errno {
        try {
            tty.checkBackground(Signal.TTOU);
        } catch (Errno e) {
            throw e == Errno.EIO ? Errno.ENOTTY : e;
        }
        ownTerminal(tty);
        if (group < 0) {
            throw Errno.EINVAL;
        }
        if (jobs.sessionOf(group) != tty.session()) {
            throw Errno.EPERM;
        }
        tty.setForeground(group);
    }

    private static void signal(Tty slave, int signal) throws Errno {
        if (signal != Signal.INT && signal != Signal.QUIT && signal != Signal.TSTP) {
            throw Errno.EINVAL;
        }
        slave.signal(signal);
    }

    private long openPeer(Pty pty, int flags) throws Errno {
        String path = "/dev/pts/" + pty.index();
        return vfs.openat(terminals.caller().client(), Fcntl.AT_FDCWD, path, flags, 0);
    }
}
