package dev.kenari.process.procfs;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Poll;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.ipc.Grant;
import dev.kenari.kernel.trace.KernelLog;
import dev.kenari.vfs.CharDevice;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * /dev/kmsg (Linux, Documentation/ABI/testing/dev-kmsg): each read returns the next record of the kernel's message ring, each write
 * adds one.
 */
public final class KernelMessages implements CharDevice {
    /** Device number 1:11. */
    public static final int MAJOR = 1;

    public static final int MINOR = 11;

    private static final int LONGEST_WRITE = 1024;
    private static final int LEVELS = 8;
    private static final int DEFAULT_LEVEL = 4;
    private static final int NANOS_PER_MICRO = 1000;

    private final KernelLog log;
    private final int queueId;
    /** The sequence number that each reader expects next. */
    private final Map<Long, Long> positions = new HashMap<>();

    private long nextHandle = 1;

    public KernelMessages(Kernel kernel) {
        this.log = kernel.log();
        this.queueId = kernel.waitQueues().publish(log.arrived());
    }

    @Override
    public long open(int minor, int flags, int process) throws Errno {
        if (minor != MINOR) {
            throw Errno.ENXIO;
        }
        positions.put(nextHandle, 0L);
        return nextHandle++;
    }

    @Override
    public void release(long handle) {
        positions.remove(handle);
    }

    @Override
    public byte[] read(long handle, int length, boolean nonBlocking) throws Errno {
        long position = positions.get(handle);
        KernelLog.Message message = log.atOrAfter(position);
        while (message == null) {
            if (nonBlocking) {
                throw Errno.EAGAIN;
            }
            log.arrived().sleep();
            message = log.atOrAfter(position);
        }
        if (position > 0 && message.sequence() > position) {
            positions.put(handle, message.sequence());
            throw Errno.EPIPE;
        }
        byte[] record = record(message).getBytes(StandardCharsets.ISO_8859_1);
        if (record.length > length) {
            throw Errno.EINVAL;
        }
        positions.put(handle, message.sequence() + 1);
        return record;
    }

    private static String record(KernelLog.Message message) {
        StringBuilder record = new StringBuilder().append(message.level()).append(',').append(message.sequence());
        record.append(',').append(message.nanos() / NANOS_PER_MICRO).append(",-;");
        for (char c : message.text().toCharArray()) {
            boolean plain = c >= ' ' && c < 0x7F && c != '\\';
            record.append(plain ? String.valueOf(c) : "\\x%02x".formatted(c & 0xFF));
        }
        return record.append('\n').toString();
    }

    /** A level may come first, as {@code <N>}. */
    @Override
    public int write(long handle, byte[] bytes, boolean nonBlocking) throws Errno {
        if (bytes.length > LONGEST_WRITE) {
            throw Errno.EINVAL;
        }
        String text = PseudoFileSystem.text(bytes);
        int level = DEFAULT_LEVEL;
        if (text.matches("(?s)<[0-9]{1,4}>.*")) {
            level = Integer.parseInt(text.substring(1, text.indexOf('>'))) % LEVELS;
            text = text.substring(text.indexOf('>') + 1);
        }
        log.log(level, text.endsWith("\n") ? text.substring(0, text.length() - 1) : text);
        return bytes.length;
    }

    @Override
    public long ioctl(long handle, int request, long argument, Grant memory) throws Errno {
        throw Errno.ENOTTY;
    }

    @Override
    public int poll(long handle, int events) {
        boolean more = positions.get(handle) < log.nextSequence() && log.atOrAfter(positions.get(handle)) != null;
        int ready = Poll.POLLOUT | Poll.POLLWRNORM | (more ? Poll.POLLIN | Poll.POLLRDNORM : 0);
        return ready & events;
    }

    @Override
    public int waitQueue(long handle) {
        return queueId;
    }
}
