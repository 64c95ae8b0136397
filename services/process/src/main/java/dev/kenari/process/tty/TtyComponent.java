package dev.kenari.process.tty;

import dev.kenari.abi.Errno;
import dev.kenari.drivers.Console;
import dev.kenari.drivers.StreamPorts;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.sync.Watch;
import dev.kenari.vfs.CharDevice;
import dev.kenari.vfs.DeviceNumber;
import dev.kenari.vfs.FileSystem;
import dev.kenari.vfs.Vfs;
import dev.kenari.vfs.VfsComponent;

/**
 * The terminals as the design that wires them sees them: /dev/tty, /dev/console, /dev/ttyS0, /dev/ptmx and the devpts file
 * system. The protocol for the process service is {@link Terminals}.
 */
public final class TtyComponent implements Terminals {
    private static final long SETTLE_NANOS = 10_000_000_000L;

    private final Kernel kernel;
    private final JobControl jobs;
    private final ControllingTerminals terminals;
    private final TtyIoctls ioctls;
    private final Ptys ptys;
    private Tty console;

    /** @param vfs asked when a program opens a pseudoterminal's other side by its master */
    public TtyComponent(Kernel kernel, JobControl jobs, Vfs vfs) {
        this.kernel = kernel;
        this.jobs = jobs;
        this.terminals = new ControllingTerminals(jobs);
        this.ioctls = new TtyIoctls(terminals, jobs, vfs);
        this.ptys = new Ptys(kernel, jobs, terminals, ioctls);
    }

    /**
     * A serial port becomes /dev/ttyS0 and the console. Before {@link #register}.
     *
     * @param window asked for the size of the window at the port's other end; null if nobody knows it
     */
    public void setConsole(Console port, StreamPorts window) throws Errno {
        long device = DeviceNumber.of(TtyDevices.SERIAL_MAJOR, TtyDevices.FIRST_SERIAL_MINOR);
        Tty tty = new Tty("ttyS0", device, kernel, jobs);
        new SerialLine(port, tty, kernel);
        tty.whenLost(() -> terminals.hangUp(tty));
        console = tty;
        if (window != null) {
            resize(window);
            Watch watch = new Watch(kernel.waitQueues().find(window.windowQueue()));
            kernel.task("window", task -> follow(window, watch)).wake();
        }
    }

    private void resize(StreamPorts window) {
        dev.kenari.drivers.WindowSize size = window.windowSize();
        if (size.rows() != 0 || size.columns() != 0) {
            console.resize(new WindowSize(size.rows(), size.columns(), 0, 0));
        }
    }

    private void follow(StreamPorts window, Watch watch) {
        try {
            while (true) {
                watch.await(Long.MAX_VALUE);
                resize(window);
            }
        } catch (Errno e) {
            kernel.log().warn("the window's size is followed no more: " + e);
        }
    }

    /** Gives the file service the drivers of major numbers 4, 5 and 136, and their nodes in /dev. */
    public void register(VfsComponent files) throws Errno {
        files.register(TtyDevices.SERIAL_MAJOR, serial());
        files.register(TtyDevices.AUXILIARY_MAJOR, auxiliary());
        files.register(Ptys.SLAVE_MAJOR, slaves());
        files.addDevice("tty", 0666, TtyDevices.AUXILIARY_MAJOR, TtyDevices.TTY_MINOR);
        files.addDevice("ptmx", 0666, TtyDevices.AUXILIARY_MAJOR, TtyDevices.PTMX_MINOR);
        if (console != null) {
            files.addDevice("console", 0600, TtyDevices.AUXILIARY_MAJOR, TtyDevices.CONSOLE_MINOR);
            files.addDevice("ttyS0", 0660, TtyDevices.SERIAL_MAJOR, TtyDevices.FIRST_SERIAL_MINOR);
        }
    }

    /** The devpts file system, to be mounted at /dev/pts. */
    public FileSystem devPts() {
        return new DevPts(kernel, ptys);
    }

    /** Driver of major number 4: /dev/ttyS0. */
    private CharDevice serial() {
        return new TtyDevices(kernel, (minor, flags) -> {
            if (minor != TtyDevices.FIRST_SERIAL_MINOR || console == null) {
                throw Errno.ENXIO;
            }
            return open(console, null, TtyDevices.mayControl(flags));
        });
    }

    /** Driver of major number 5: /dev/tty, /dev/console, /dev/ptmx. */
    private CharDevice auxiliary() {
        return new TtyDevices(kernel, (minor, flags) -> switch (minor) {
            case TtyDevices.TTY_MINOR -> openOwn();
            case TtyDevices.CONSOLE_MINOR -> {
                if (console == null) {
                    throw Errno.ENXIO;
                }
                yield open(console, null, false);
            }
            case TtyDevices.PTMX_MINOR -> ptys.create();
            default -> throw Errno.ENXIO;
        });
    }

    /** Driver of major number 136: /dev/pts/N. */
    private CharDevice slaves() {
        return new TtyDevices(kernel, (minor, flags) -> {
            Pty pty = pty(minor);
            return open(pty.slave(), pty, TtyDevices.mayControl(flags));
        });
    }

    private Pty pty(int index) throws Errno {
        Pty pty;
        try {
            pty = ptys.find(index);
        } catch (Errno gone) {
            throw Errno.EIO;
        }
        if (pty.locked()) {
            throw Errno.EIO;
        }
        return pty;
    }

    /** /dev/tty: the caller's controlling terminal. */
    private Endpoint openOwn() throws Errno {
        Tty own = terminals.of(terminals.caller().session());
        if (own == null) {
            throw Errno.ENXIO;
        }
        Pty pty = DeviceNumber.major(own.device()) == Ptys.SLAVE_MAJOR
                ? pty(DeviceNumber.minor(own.device()))
                : null;
        return open(own, pty, false);
    }

    private Endpoint open(Tty tty, Pty pty, boolean mayControl) throws Errno {
        if (tty.exclusive() && !terminals.caller().administrator()) {
            throw Errno.EBUSY;
        }
        TtyFile file = new TtyFile(tty, pty, ioctls);
        if (mayControl) {
            terminals.acquireOnOpen(tty);
        }
        return file;
    }

    @Override
    public void leaderEnded(int session) {
        terminals.leaderEnded(session);
    }

    @Override
    public long device(int session) {
        Tty tty = terminals.of(session);
        return tty == null ? 0 : tty.device();
    }

    @Override
    public int foreground(int session) {
        Tty tty = terminals.of(session);
        return tty == null ? -1 : tty.foreground();
    }

    @Override
    public void giveConsole(int session, int group) throws Errno {
        if (console == null) {
            throw Errno.ENXIO;
        }
        terminals.disconnect(console);
        terminals.give(console, session, group);
    }

    @Override
    public void settleConsole() {
        if (console != null) {
            console.settle(kernel.timers().now() + SETTLE_NANOS);
        }
    }

    @Override
    public void hangUp(int session) {
        Tty tty = terminals.of(session);
        if (tty != null) {
            terminals.hangUp(tty);
        }
    }
}
