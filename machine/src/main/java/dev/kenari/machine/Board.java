package dev.kenari.machine;

import dev.kenari.machine.bus.Bus;
import dev.kenari.machine.bus.PhysicalMemory;
import dev.kenari.machine.device.Aclint;
import dev.kenari.machine.device.GoldfishRtc;
import dev.kenari.machine.device.HostReader;
import dev.kenari.machine.device.HostWriter;
import dev.kenari.machine.device.Plic;
import dev.kenari.machine.device.Uart16550;
import dev.kenari.machine.riscv.Hart;
import java.util.ArrayList;
import java.util.List;

/**
 * A computer: harts, memory, a clock, and devices on a bus, described by a device tree. Whoever made it lets the harts run, and
 * {@link #close}s it once they have stopped.
 */
public final class Board implements AutoCloseable {
    private static final long DRAIN_MILLIS = 10_000;

    private final BoardConfiguration configuration;
    private final PhysicalMemory memory;
    private final List<? extends Hart> harts;
    private final Bus bus = new Bus();
    private final BoardTree tree;
    private final List<HostWriter> outputs = new ArrayList<>();
    private final List<AutoCloseable> devices = new ArrayList<>();

    public Board(BoardConfiguration configuration) {
        this.configuration = configuration;
        this.memory = new PhysicalMemory(MemoryMap.DRAM, configuration.ramBytes());
        this.harts = configuration.hartFactory().create(configuration.harts(), memory, configuration.clock());
        this.tree = new BoardTree(harts.size(), memory.size());
        assemble();
    }

    private void assemble() {
        Clock clock = configuration.clock();
        Plic plic = new Plic(harts);
        Aclint aclint = new Aclint(harts, clock);
        bus.map(MemoryMap.CLINT, MemoryMap.CLINT_SIZE, aclint);
        bus.map(MemoryMap.SSWI, MemoryMap.SSWI_SIZE, aclint.sswi());
        bus.map(MemoryMap.PLIC, MemoryMap.PLIC_SIZE, plic);
        bus.map(MemoryMap.RTC, MemoryMap.RTC_SIZE, new GoldfishRtc(clock));
        uart(plic);
    }

    private void uart(Plic plic) {
        ConsoleBackend console = configuration.console();
        HostReader reader = new HostReader("kenari-console-input", console.input());
        HostWriter writer = output("kenari-console-output", console.output());
        bus.map(
                MemoryMap.UART0,
                MemoryMap.UART_SIZE,
                new Uart16550(reader, writer, plic.line(MemoryMap.UART0_SOURCE)));
        reader.start();
        tree.uart();
    }

    private HostWriter output(String name, java.io.OutputStream stream) {
        HostWriter writer = new HostWriter(name, stream, configuration.clock().deterministic());
        outputs.add(writer);
        return writer;
    }

    public PhysicalMemory memory() {
        return memory;
    }

    public List<? extends Hart> harts() {
        return harts;
    }

    public Clock clock() {
        return configuration.clock();
    }

    public Entropy entropy() {
        return configuration.entropy();
    }

    public Bus bus() {
        return bus;
    }

    /** The flattened device tree, which names every device and where it is. */
    public byte[] deviceTree() {
        return tree.flatten();
    }

    /** Waits until the host has taken all output, or for {@code millis}; returns whether it has. */
    public boolean drain(long millis) {
        boolean all = true;
        for (HostWriter output : outputs) {
            all &= output.drain(millis);
        }
        return all;
    }

    /**
     * Switches the board off. The harts must have stopped. Output that the host has not taken yet is given ten seconds; call
     * {@link #drain} before to give it more or less.
     */
    @Override
    public void close() {
        drain(DRAIN_MILLIS);
        outputs.forEach(HostWriter::close);
        memory.close();
    }
}
