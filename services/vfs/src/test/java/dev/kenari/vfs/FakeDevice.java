package dev.kenari.vfs;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Poll;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.ipc.Grant;
import dev.kenari.kernel.sync.WaitQueue;

/** A device that gives what a test types and keeps what is written. */
final class FakeDevice implements CharDevice {
    private final WaitQueue queue = new WaitQueue();
    private final int queueId;
    private String input = "";
    String opened;
    String output = "";
    boolean released;

    FakeDevice(Kernel kernel) {
        queueId = kernel.waitQueues().publish(queue);
    }

    void input(String text) {
        input += text;
        queue.wakeAll();
    }

    @Override
    public long open(int minor, int flags, int process) {
        opened = "minor " + minor + " process " + process;
        return 1;
    }

    @Override
    public void release(long handle) {
        released = true;
    }

    @Override
    public byte[] read(long handle, int length, boolean nonBlocking) throws Errno {
        while (input.isEmpty()) {
            if (nonBlocking) {
                throw Errno.EAGAIN;
            }
            queue.sleep();
        }
        int count = Math.min(length, input.length());
        byte[] bytes = Files.bytes(input.substring(0, count));
        input = input.substring(count);
        return bytes;
    }

    @Override
    public int write(long handle, byte[] bytes, boolean nonBlocking) {
        output += Files.text(bytes);
        return bytes.length;
    }

    @Override
    public long ioctl(long handle, int request, long argument, Grant memory) throws Errno {
        if (request != 0x1234) {
            throw Errno.ENOTTY;
        }
        return argument;
    }

    @Override
    public int poll(long handle, int events) {
        return events & (input.isEmpty() ? Poll.POLLOUT : Poll.POLLIN | Poll.POLLOUT);
    }

    @Override
    public int waitQueue(long handle) {
        return queueId;
    }
}
