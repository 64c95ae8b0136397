package dev.kenari.kernel.component;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.mm.Frames;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** For a component that is in the kernel for a while, such as a module's driver: it remembers what must be given back at the end. */
public final class RemovableEnvironment extends KernelEnvironment {
    private final Kernel kernel;
    private final MachineDevice device;
    private final CountedMemory memory;
    private final List<Integer> queues = new ArrayList<>();

    /** Memory that can be given back all at once. */
    private static final class CountedMemory extends KernelMemory {
        private final Frames frames;
        private final Set<Long> held = new HashSet<>();

        CountedMemory(Frames frames) {
            super(frames);
            this.frames = frames;
        }

        @Override
        public long allocate() throws Errno {
            return kept(super.allocate());
        }

        @Override
        public long allocateZeroed() throws Errno {
            return kept(super.allocateZeroed());
        }

        private long kept(long frame) {
            held.add(frame);
            return frame;
        }

        @Override
        public void release(long frame) {
            held.remove(frame);
            super.release(frame);
        }

        void releaseAll() {
            held.forEach(frames::release);
            held.clear();
        }
    }

    public RemovableEnvironment(Kernel kernel, MachineDevice device) {
        super(kernel, device);
        this.kernel = kernel;
        this.device = device;
        this.memory = new CountedMemory(kernel.frames());
    }

    @Override
    public ComponentMemory memory() {
        return memory;
    }

    @Override
    public int newWaitQueue() {
        int queue = super.newWaitQueue();
        queues.add(queue);
        return queue;
    }

    /** The component is gone: the device is at rest, and memory and wait queues are the kernel's again. */
    public void end() {
        if (device != null) {
            device.release();
        }
        memory.releaseAll();
        queues.forEach(kernel.waitQueues()::withdraw);
        queues.clear();
    }
}
