package dev.kenari.process.tty;

import static dev.kenari.abi.TermiosBits.*;

import dev.kenari.abi.Errno;
import dev.kenari.abi.FileMode;
import dev.kenari.abi.Poll;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.sync.WaitQueue;

/**
 * A pseudoterminal (pty(7)): the slave is a {@link Tty}, whose line is this; the master, an {@link Endpoint}, reads what
 * the slave's programs write and types what they read.
 */
final class Pty implements Line, Endpoint {
    private static final int CAPACITY = 16384;
    private static final byte[] NOTHING = {};

    private final int index;
    private final Ptys ptys;
    private final Tty slave;
    private final TtyIoctls ioctls;
    private final ByteRing output = new ByteRing(CAPACITY);
    private final WaitQueue changed = new WaitQueue();
    private final Kernel kernel;
    private final int queueId;
    private boolean locked = true;
    private boolean masterClosed;
    /** All who had the slave open have closed it. */
    private boolean slaveClosed;
    private int slaveOpens;
    private boolean packets;
    private int packetStatus;
    private int mode = 0620;
    private int uid;
    private int gid;

    Pty(int index, Ptys ptys, Tty slave, TtyIoctls ioctls, Kernel kernel) {
        this.index = index;
        this.ptys = ptys;
        this.slave = slave;
        this.ioctls = ioctls;
        this.kernel = kernel;
        this.queueId = kernel.waitQueues().publish(changed);
        slave.connect(this);
        Termios initial = Termios.INITIAL;
        slave.setTermios(initial.withControl(initial.control() & ~HUPCL));
    }

    int index() {
        return index;
    }

    Tty slave() {
        return slave;
    }

    /** The slave's {@code st_mode}. */
    int mode() {
        return FileMode.S_IFCHR | mode;
    }

    int uid() {
        return uid;
    }

    int gid() {
        return gid;
    }

    void setMode(int permissions) {
        mode = permissions & FileMode.PERMISSIONS;
    }

    void setOwner(int user, int group) {
        uid = user;
        gid = group;
    }

    boolean locked() {
        return locked;
    }

    void setLocked(boolean value) {
        locked = value;
    }

    boolean packets() {
        return packets;
    }

    void setPackets(boolean value) {
        packets = value;
        packetStatus = 0;
    }

    boolean masterClosed() {
        return masterClosed;
    }

    void slaveOpened() {
        slaveOpens++;
        slaveClosed = false;
    }

    void slaveReleased() {
        if (--slaveOpens > 0) {
            return;
        }
        slaveClosed = true;
        ptys.forgetSession(slave);
        changed.wakeAll();
        if (masterClosed) {
            free();
        }
    }

    private void free() {
        kernel.waitQueues().withdraw(queueId);
        kernel.waitQueues().withdraw(slave.queueId());
        ptys.free(this);
    }

    /** Bytes that the master can read (FIONREAD). */
    int readable() {
        return output.size();
    }

    /** TCFLSH on the master. */
    void flushMaster(boolean input, boolean toSlave) {
        if (input) {
            flush();
            slave.wake();
        }
        if (toSlave) {
            slave.flushInput();
        }
    }

    @Override
    public int room() {
        return masterClosed ? CAPACITY : output.room();
    }

    @Override
    public void send(byte[] bytes, int offset, int length) {
        if (!masterClosed && length > 0) {
            output.put(bytes, offset, length);
            changed.wakeAll();
        }
    }

    @Override
    public int queued() {
        return output.size();
    }

    @Override
    public boolean drains() {
        return false;
    }

    @Override
    public void flush() {
        output.clear();
    }

    @Override
    public void inputRoom() {
        changed.wakeAll();
    }

    @Override
    public boolean hangsUpWithSession() {
        return false;
    }

    @Override
    public Termios restrict(Termios wanted) {
        int control = wanted.control() & ~(CSIZE | PARENB) | CS8 | CREAD;
        return wanted.withControl(control);
    }

    @Override
    public void note(PacketEvent event) {
        if (packets) {
            packetStatus = event.addTo(packetStatus);
            changed.wakeAll();
        }
    }

    @Override
    public byte[] read(int length, boolean nonBlocking) throws Errno {
        if (length == 0) {
            return NOTHING;
        }
        while (output.size() == 0 && packetStatus == 0) {
            if (slaveClosed) {
                throw Errno.EIO;
            }
            if (nonBlocking) {
                throw Errno.EAGAIN;
            }
            changed.sleep();
        }
        if (!packets) {
            return taken(new byte[Math.min(length, output.size())], 0);
        }
        if (packetStatus != 0) {
            byte[] status = {(byte) packetStatus};
            packetStatus = 0;
            return status;
        }
        return taken(new byte[Math.min(length, output.size() + 1)], 1);
    }

    private byte[] taken(byte[] bytes, int offset) {
        output.take(bytes, offset, bytes.length - offset);
        slave.wake();
        return bytes;
    }

    @Override
    public int write(byte[] bytes, boolean nonBlocking) throws Errno {
        int done = 0;
        while (true) {
            done += slave.receive(bytes, done, bytes.length - done);
            if (done == bytes.length) {
                return done;
            }
            if (nonBlocking) {
                if (done > 0) {
                    return done;
                }
                throw Errno.EAGAIN;
            }
            try {
                changed.sleep();
            } catch (Errno interrupted) {
                if (done > 0) {
                    return done;
                }
                throw interrupted;
            }
        }
    }

    @Override
    public long ioctl(int request, long argument, IoctlMemory memory) throws Errno {
        return ioctls.master(this, request, argument, memory);
    }

    @Override
    public int poll(int events) {
        int ready = 0;
        if (output.size() > 0 || packetStatus != 0) {
            ready |= Poll.POLLIN | Poll.POLLRDNORM;
        }
        if (packetStatus != 0) {
            ready |= Poll.POLLPRI;
        }
        if (slave.discipline().accepts()) {
            ready |= Poll.POLLOUT | Poll.POLLWRNORM;
        }
        return ready & events | (slaveClosed ? Poll.POLLHUP : 0);
    }

    @Override
    public int waitQueue() {
        return queueId;
    }

    /** The master is closed: the slave is hung up. */
    @Override
    public void release() {
        masterClosed = true;
        ptys.remove(this);
        ptys.hangUp(slave);
        if (slaveOpens == 0) {
            free();
        }
    }
}
