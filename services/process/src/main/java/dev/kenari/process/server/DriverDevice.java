package dev.kenari.process.server;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Poll;
import dev.kenari.kernel.component.ProgramComponent;
import dev.kenari.kernel.component.ProgramDevice;
import dev.kenari.kernel.component.ProgramInstance;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Predicate;

/**
 * The device that a program drives, as Linux's UIO has it (Documentation/driver-api/uio-howto.rst): mmap(2) maps its registers and, behind
 * them, its DMA memory; a read waits for an interrupt and returns how many there were, in 4 bytes; a write of 4 bytes lets the next one
 * come (1) or none (0).
 */
final class DriverDevice extends InstanceDevice {
    DriverDevice(ProgramComponent<?> component, Predicate<ProgramInstance> lives) {
        super(component, lives);
    }

    private ProgramDevice device(long handle) {
        return instance(handle).device();
    }

    @Override
    public byte[] read(long handle, int length, boolean nonBlocking) throws Errno {
        if (length != Integer.BYTES) {
            throw Errno.EINVAL;
        }
        while (!device(handle).interrupted()) {
            if (instance(handle).end() != null) {
                throw Errno.EIO;
            }
            if (nonBlocking) {
                throw Errno.EAGAIN;
            }
            device(handle).arrived().sleep();
        }
        int count = device(handle).takeInterrupts();
        return ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(count).array();
    }

    @Override
    public int write(long handle, byte[] bytes, boolean nonBlocking) throws Errno {
        if (bytes.length != Integer.BYTES) {
            throw Errno.EINVAL;
        }
        device(handle).enable(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt() != 0);
        return bytes.length;
    }

    @Override
    public int poll(long handle, int events) {
        return device(handle).interrupted() ? events & (Poll.POLLIN | Poll.POLLRDNORM) : 0;
    }

    @Override
    public int waitQueue(long handle) {
        return device(handle).queue();
    }

    @Override
    public int memoryObject(long handle) {
        return device(handle).memoryObject();
    }
}
