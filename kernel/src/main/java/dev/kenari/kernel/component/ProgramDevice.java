package dev.kenari.kernel.component;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.mm.Frames;
import dev.kenari.kernel.mm.MemoryObject;
import dev.kenari.kernel.sync.WaitQueue;
import dev.kenari.machine.bus.DmaWindow;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/**
 * A device as a driver that is a program has it (after Linux's UIO, Documentation/driver-api/uio-howto.rst): a memory object to map, first
 * the registers and then memory that the device reaches, and nothing else, at physical addresses that the driver is told. Interrupts are
 * counted; each masks the line until the driver has handled it. Guarded by the kernel lock.
 */
public final class ProgramDevice {
    /** How long the device may take to end what it has begun. */
    private static final long DMA_MILLIS = 5_000;

    private final Kernel kernel;
    private final MachineDevice device;
    private final Consumer<String> fault;
    private final MemoryObject memory;
    private final long[] registers;
    /** What the device reaches. */
    private final long[] frames;

    private final WaitQueue arrived = new WaitQueue();
    private final int queue;
    private int interrupts;
    private int seen;
    private int raised;
    private boolean released;

    /**
     * @param dmaPages how much memory the device reaches
     * @param fault hears that the driver does not do its duty
     * @throws Errno ENOMEM; EINVAL if the device has no pages of its own
     */
    ProgramDevice(Kernel kernel, MachineDevice device, int dmaPages, Consumer<String> fault) throws Errno {
        this.kernel = kernel;
        this.device = device;
        this.fault = fault;
        registers = device.registerFrames();
        frames = allocate(kernel.frames(), dmaPages);
        memory = kernel.objects().anonymous((long) (registers.length + dmaPages) * Frames.SIZE);
        queue = kernel.waitQueues().publish(arrived);
        DmaWindow window = device.dma();
        window.enable();
        for (int i = 0; i < registers.length; i++) {
            memory.insert(i, registers[i]);
        }
        for (int i = 0; i < dmaPages; i++) {
            kernel.frames().retain(frames[i]);
            memory.insert(registers.length + i, frames[i]);
            window.map(frames[i]);
        }
        device.onInterrupt(() -> {
            device.mask();
            interrupts++;
            arrived.wakeAll();
        });
    }

    private static long[] allocate(Frames from, int count) throws Errno {
        long[] made = new long[count];
        for (int i = 0; i < count; i++) {
            try {
                made[i] = from.allocateZeroed();
            } catch (Errno e) {
                LongStream.of(made).limit(i).forEach(from::release);
                throw e;
            }
        }
        return made;
    }

    /** Number of the memory object with registers and DMA memory. */
    public int memoryObject() {
        return memory.id();
    }

    /** Pages of the memory object before its DMA memory. */
    int registerPages() {
        return registers.length;
    }

    /** Physical addresses of the pages of its DMA memory. */
    long[] dmaPages() {
        return frames.clone();
    }

    /** Whether there were interrupts since {@link #takeInterrupts}. */
    public boolean interrupted() {
        return interrupts != seen;
    }

    /** How many interrupts there were in all. */
    public int takeInterrupts() {
        seen = interrupts;
        return seen;
    }

    /** Where those who wait for an interrupt sleep. */
    public WaitQueue arrived() {
        return arrived;
    }

    /** Its number in the kernel's {@link dev.kenari.kernel.sync.WaitQueues}. */
    public int queue() {
        return queue;
    }

    /** The next interrupt may come, or none may. */
    public void enable(boolean enabled) {
        if (released) {
            return;
        }
        if (!enabled) {
            device.mask();
            return;
        }
        raised = device.interrupts() ? raised + 1 : 0;
        if (raised == MachineDevice.STORM) {
            fault.accept("interrupt storm: the line is raised after each of " + MachineDevice.STORM + " interrupts");
        } else {
            device.unmask();
        }
    }

    /** The driver has ended: nobody reaches registers or memory through it any more, and the device is at rest. */
    void release() {
        released = true;
        try {
            memory.resize(0);
        } catch (Errno e) {
            throw new IllegalStateException("memory of a device is written nowhere", e);
        }
        device.release();
        int lost = 0;
        for (long frame : frames) {
            if (device.dma().unmap(frame, DMA_MILLIS)) {
                kernel.frames().release(frame);
            } else {
                lost++;
            }
        }
        if (lost > 0) {
            kernel.log().warn("a device holds on to " + lost + " frames");
        }
        memory.release();
        kernel.waitQueues().withdraw(queue);
        arrived.wakeAll();
    }
}
