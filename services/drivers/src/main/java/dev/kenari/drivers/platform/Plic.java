package dev.kenari.drivers.platform;

import dev.kenari.kernel.irq.InterruptController;
import dev.kenari.machine.bus.Bus;
import dev.kenari.machine.fdt.Node;
import java.util.Arrays;

/** Driver of the platform-level interrupt controller (RISC-V PLIC Specification 1.0.0). Each source goes to one hart, round robin. */
public final class Plic implements InterruptController {
    private static final long PENDING = 0x1000;
    private static final long ENABLE = 0x2000;
    private static final long ENABLE_STRIDE = 0x80;
    private static final long CONTEXT = 0x20_0000;
    private static final long CONTEXT_STRIDE = 0x1000;
    private static final long CLAIM = 4;
    private static final int S_EXTERNAL = 9;

    private final Bus bus;
    private final long base;
    /** The S-mode context of each hart. */
    private final int[] contexts;

    public Plic(Bus bus, Node node) {
        this.bus = bus;
        this.base = node.wideCells("reg")[0];
        int[] wires = node.cells("interrupts-extended");
        int[] found = new int[wires.length / 2];
        int harts = 0;
        for (int context = 0; context < found.length; context++) {
            if (wires[2 * context + 1] == S_EXTERNAL) {
                found[harts++] = context;
            }
        }
        this.contexts = Arrays.copyOf(found, harts);
        for (int context : contexts) {
            bus.write(base + CONTEXT + context * CONTEXT_STRIDE, Integer.BYTES, 0);
        }
    }

    @Override
    public void enable(int source) {
        int context = contexts[source % contexts.length];
        long word = base + ENABLE + context * ENABLE_STRIDE + source / Integer.SIZE * Integer.BYTES;
        bus.write(word, Integer.BYTES, bus.read(word, Integer.BYTES) | 1L << source % Integer.SIZE);
        bus.write(base + (long) source * Integer.BYTES, Integer.BYTES, 1);
    }

    /** By its priority, not its enable bit: a source that is being handled must still be enabled to be completed. */
    @Override
    public void disable(int source) {
        bus.write(base + (long) source * Integer.BYTES, Integer.BYTES, 0);
    }

    @Override
    public boolean pending(int source) {
        long word = bus.read(base + PENDING + source / Integer.SIZE * Integer.BYTES, Integer.BYTES);
        return (word >>> source % Integer.SIZE & 1) != 0;
    }

    @Override
    public int claim(int hart) {
        return (int) bus.read(claimRegister(hart), Integer.BYTES);
    }

    @Override
    public void complete(int hart, int source) {
        bus.write(claimRegister(hart), Integer.BYTES, source);
    }

    private long claimRegister(int hart) {
        return base + CONTEXT + contexts[hart] * CONTEXT_STRIDE + CLAIM;
    }
}
