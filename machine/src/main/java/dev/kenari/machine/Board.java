package dev.kenari.machine;

import dev.kenari.machine.bus.Bus;
import dev.kenari.machine.bus.PhysicalMemory;
import dev.kenari.machine.device.Aclint;
import dev.kenari.machine.device.GoldfishRtc;
import dev.kenari.machine.device.HostReader;
import dev.kenari.machine.device.HostWriter;
import dev.kenari.machine.device.Plic;
import dev.kenari.machine.device.RomDevice;
import dev.kenari.machine.device.Uart16550;
import dev.kenari.machine.device.share.FuseServer;
import dev.kenari.machine.device.virtio.ConsolePort;
import dev.kenari.machine.device.virtio.VirtioBlk;
import dev.kenari.machine.device.virtio.VirtioConsole;
import dev.kenari.machine.device.virtio.VirtioDevice;
import dev.kenari.machine.device.virtio.VirtioFs;
import dev.kenari.machine.device.virtio.VirtioMmio;
import dev.kenari.machine.device.virtio.VirtioRng;
import dev.kenari.machine.disk.DiskStore;
import dev.kenari.machine.riscv.Hart;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A computer: harts, memory, a clock, and devices on a bus, described by a device tree. Whoever made it lets the harts run, and
 * {@link #close}s it once they have stopped.
 */
public final class Board implements AutoCloseable {
    private static final long DRAIN_MILLIS = 10_000;
    private static final int DISK_QUEUES = 4;
    private static final long DRAIN_POLL_NANOS = 100_000;

    private final BoardConfiguration configuration;
    private final PhysicalMemory memory;
    private final List<? extends Hart> harts;
    private final Bus bus = new Bus();
    private final BoardTree tree;
    private final List<HostWriter> outputs = new ArrayList<>();
    private final List<HostReader> inputs = new ArrayList<>();
    private final List<VirtioDevice> devices = new ArrayList<>();
    private final List<RomDevice> roms = new ArrayList<>();
    private final List<FuseServer> servers = new ArrayList<>();
    /** One thread, so that no two requests of guests race each other in the host. */
    private final ExecutorService shareHost = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("kenari-shares").factory());

    /** The threads of each disk. */
    private final List<ExecutorService> diskHosts = new ArrayList<>();

    private final Plic plic;
    private final VirtioConsole streams;
    private boolean discarding;

    /** @throws UncheckedIOException if a file of the host that is to be a device can't be used */
    public Board(BoardConfiguration configuration) {
        this.configuration = configuration;
        this.memory = new PhysicalMemory(MemoryMap.DRAM, configuration.ramBytes());
        this.harts = configuration.hartFactory().create(configuration.harts(), memory, configuration.clock());
        harts.forEach(hart -> hart.connect(bus));
        this.tree = new BoardTree(harts.size(), memory.size());
        this.plic = new Plic(harts);
        this.streams = streams();
        assemble();
        try {
            for (Path file : configuration.roms()) {
                rom(file);
            }
            int queues = Math.min(harts.size(), DISK_QUEUES);
            for (DiskStore disk : configuration.disks()) {
                disk(disk, queues);
            }
            for (HostShare share : configuration.shares()) {
                share(share);
            }
        } catch (IOException e) {
            close();
            throw new UncheckedIOException("can't use " + e.getMessage(), e);
        }
    }

    private VirtioConsole streams() {
        StandardStreams host = configuration.streams();
        return new VirtioConsole(
                memory,
                List.of(
                        new ConsolePort("stdin", input("kenari-stdin", host.input(), clock().deterministic()), null),
                        new ConsolePort("stdout", null, output("kenari-stdout", host.output())),
                        new ConsolePort("stderr", null, output("kenari-stderr", host.error()))),
                configuration.console());
    }

    private void assemble() {
        Clock clock = configuration.clock();
        Aclint aclint = new Aclint(harts, clock);
        bus.map(MemoryMap.CLINT, MemoryMap.CLINT_SIZE, aclint);
        bus.map(MemoryMap.SSWI, MemoryMap.SSWI_SIZE, aclint.sswi());
        bus.map(MemoryMap.PLIC, MemoryMap.PLIC_SIZE, plic);
        bus.map(MemoryMap.RTC, MemoryMap.RTC_SIZE, new GoldfishRtc(clock));
        uart();
        virtio(new VirtioRng(memory, configuration.entropy()));
        virtio(streams);
    }

    private void uart() {
        ConsoleBackend console = configuration.console();
        boolean nobodyTypes = console == ConsoleBackend.NONE;
        HostReader reader = input("kenari-console-input", console.input(), nobodyTypes && clock().deterministic());
        HostWriter writer = output("kenari-console-output", console.output());
        bus.map(
                MemoryMap.UART0,
                MemoryMap.UART_SIZE,
                new Uart16550(reader, writer, plic.line(MemoryMap.UART0_SOURCE)));
        reader.start();
        tree.uart();
    }

    private void virtio(VirtioDevice device) {
        int slot = devices.size();
        if (slot == MemoryMap.VIRTIO_SLOTS) {
            throw new IllegalArgumentException("more devices than the board has slots");
        }
        devices.add(device);
        bus.map(
                MemoryMap.VIRTIO0 + slot * MemoryMap.VIRTIO_STRIDE,
                MemoryMap.VIRTIO_STRIDE,
                new VirtioMmio(device, plic.line(MemoryMap.virtioSource(slot))),
                device.window());
        tree.virtio(slot);
    }

    private void rom(Path file) throws IOException {
        int slot = roms.size();
        if (slot == MemoryMap.ROM_SLOTS) {
            throw new IllegalArgumentException("more read-only memories than the board has slots");
        }
        RomDevice rom = new RomDevice(memory, file);
        roms.add(rom);
        bus.map(MemoryMap.ROM0 + slot * MemoryMap.ROM_STRIDE, MemoryMap.ROM_STRIDE, rom);
        tree.rom(slot);
    }

    private void disk(DiskStore disk, int queues) {
        ExecutorService host = Executors.newFixedThreadPool(
                queues, Thread.ofPlatform().daemon().name("kenari-disk" + diskHosts.size()).factory());
        diskHosts.add(host);
        String serial = "kenari-disk" + (diskHosts.size() - 1);
        virtio(new VirtioBlk(memory, disk, serial, queues, clock().deterministic() ? Runnable::run : host));
    }

    private void share(HostShare share) throws IOException {
        FuseServer server = new FuseServer(share);
        servers.add(server);
        virtio(new VirtioFs(memory, share, server, clock().deterministic() ? Runnable::run : shareHost));
    }

    private HostReader input(String name, InputStream stream, boolean patient) {
        HostReader reader = new HostReader(name, stream, patient);
        inputs.add(reader);
        return reader;
    }

    private HostWriter output(String name, OutputStream stream) {
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
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (true) {
            boolean all = streams.drained();
            for (HostWriter output : outputs) {
                all &= output.drain(TimeUnit.NANOSECONDS.toMillis(Math.max(deadline - System.nanoTime(), 0)));
            }
            if (all || System.nanoTime() >= deadline || Thread.currentThread().isInterrupted()) {
                return all;
            }
            LockSupport.parkNanos(DRAIN_POLL_NANOS);
        }
    }

    /**
     * Switches the board off. The harts must have stopped. Output that the host has not taken yet is given ten seconds; call
     * {@link #drain} before to give it more, {@link #discardOutput} to give it up.
     */
    @Override
    public void close() {
        drain(discarding ? 0 : DRAIN_MILLIS);
        shareHost.shutdown();
        diskHosts.forEach(ExecutorService::shutdown);
        try {
            shareHost.awaitTermination(DRAIN_MILLIS, TimeUnit.MILLISECONDS);
            for (FuseServer server : servers) {
                server.close();
            }
            for (ExecutorService host : diskHosts) {
                // Requests under way move data from and to guest memory, which is about to vanish.
                host.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
            }
            for (DiskStore disk : configuration.disks()) {
                disk.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException("a file of the host can't be closed", e);
        } finally {
            release();
        }
    }

    private void release() {
        inputs.forEach(HostReader::close);
        outputs.forEach(HostWriter::close);
        devices.forEach(VirtioDevice::close);
        roms.forEach(RomDevice::close);
        memory.close();
    }

    /** Lets {@link #close} wait for no slow reader in the host. */
    public void discardOutput() {
        discarding = true;
    }
}
