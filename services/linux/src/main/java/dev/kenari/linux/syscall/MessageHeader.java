package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.ipc.Grant;
import dev.kenari.kernel.mm.UserMemory;

/** A {@code struct msghdr} in a program's memory (recvmsg(2)), and its iovecs. */
final class MessageHeader {
    static final int BYTES = 56;
    private static final int NAME_LENGTH = 8;
    private static final int CONTROL_LENGTH = 40;
    private static final int FLAGS = 48;
    private static final int IOV_MAX = 1024;
    private static final int IOVEC_BYTES = 16;
    /** One transfer moves no more (read(2), "Notes"). */
    private static final long MAX_TRANSFER = 0x7FFF_F000L;
    /** As net.core.optmem_max. */
    private static final int MAX_CONTROL = 131_072;

    private final Call call;
    private final long address;
    final long name;
    final int nameLength;
    final Grant buffers;
    final long control;
    final int controlLength;

    /** EINVAL, EMSGSIZE, EFAULT. */
    MessageHeader(Call call, long address) throws Errno {
        this.call = call;
        this.address = address;
        UserMemory memory = call.memory();
        name = memory.getLong(address);
        nameLength = memory.getInt(address + NAME_LENGTH);
        buffers = buffers(call, memory.getLong(address + 16), memory.getLong(address + 24));
        control = memory.getLong(address + 32);
        long length = memory.getLong(address + CONTROL_LENGTH);
        controlLength = (int) Math.max(0, Math.min(length < 0 ? Integer.MAX_VALUE : length, Integer.MAX_VALUE));
    }

    /** Leave to copy to or from the {@code count} iovecs at {@code vector}. */
    private static Grant buffers(Call call, long vector, long count) throws Errno {
        if (count < 0 || count > IOV_MAX) {
            throw Errno.EMSGSIZE;
        }
        long[] addresses = new long[(int) count];
        long[] lengths = new long[(int) count];
        long total = 0;
        for (int i = 0; i < count; i++) {
            addresses[i] = call.memory().getLong(vector + (long) i * IOVEC_BYTES);
            long length = call.memory().getLong(vector + (long) i * IOVEC_BYTES + 8);
            if (length < 0) {
                throw Errno.EINVAL;
            }
            lengths[i] = Math.min(length, MAX_TRANSFER - total);
            total += lengths[i];
        }
        return new Grant(call.task().space().id(), addresses, lengths);
    }

    /** The address to send to; empty for none. */
    byte[] destination() throws Errno {
        return name == 0 ? SocketAddress.NONE : SocketAddress.read(call, name, Math.min(nameLength, 128));
    }

    /** The control messages to send. */
    byte[] controlMessages() throws Errno {
        if (control == 0 || controlLength == 0) {
            return new byte[0];
        }
        if (controlLength > MAX_CONTROL) {
            throw Errno.ENOBUFS;
        }
        return call.memory().read(control, controlLength);
    }

    /** Room for control messages to receive. */
    int controlRoom() {
        return control == 0 ? 0 : Math.min(controlLength, MAX_CONTROL);
    }

    /** Tells the program what came besides the bytes. */
    void received(byte[] from, byte[] controlMessages, int flags) throws Errno {
        UserMemory memory = call.memory();
        if (name != 0) {
            memory.write(name, from, 0, Math.min(nameLength, from.length));
            memory.putInt(address + NAME_LENGTH, from.length);
        }
        memory.write(control, controlMessages);
        memory.putLong(address + CONTROL_LENGTH, controlMessages.length);
        memory.putInt(address + FLAGS, flags);
    }
}
