package dev.kenari.drivers;

import dev.kenari.abi.Errno;
import dev.kenari.drivers.platform.GoldfishRtc;
import dev.kenari.drivers.platform.Plic;
import dev.kenari.drivers.platform.RomDrivers;
import dev.kenari.drivers.platform.Uart;
import dev.kenari.drivers.virtio.BlockDriver;
import dev.kenari.drivers.virtio.ConsoleDriver;
import dev.kenari.drivers.virtio.FsDriver;
import dev.kenari.drivers.virtio.RngDriver;
import dev.kenari.drivers.virtio.VirtioTransport;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.component.Assembler;
import dev.kenari.kernel.component.Component;
import dev.kenari.kernel.component.Device;
import dev.kenari.kernel.component.MachineDevice;
import dev.kenari.kernel.component.Peers;
import dev.kenari.machine.bus.Bus;
import dev.kenari.machine.fdt.DeviceTree;
import dev.kenari.machine.fdt.Node;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The drivers of a board, found by its device tree. Wiring: a design probes once, under the kernel lock, in a task, and connects
 * what it finds to those who use it. A device that the tree does not name has no driver.
 */
public final class Drivers {
    /** Entropy devices. */
    public static final Component<EntropySource> ENTROPY = new Component<>(
            "virtio_rng", EntropySource.class, RngDriver.Factory.class, RngDriver.Factory::new);

    /** Disks; the argument is a disk's name. */
    public static final Component<BlockDevice> BLOCK =
            new Component<>("virtio_blk", BlockDevice.class, BlockDriver.Factory.class, BlockDriver.Factory::new);

    /** The board's byte streams. */
    public static final Component<StreamPorts> STREAMS =
            new Component<>("virtio_console", StreamPorts.class, ConsoleDriver.Factory.class, ConsoleDriver.Factory::new);

    /** Directories of the host. */
    public static final Component<HostShare> SHARE =
            new Component<>("virtio_fs", HostShare.class, FsDriver.Factory.class, FsDriver.Factory::new);

    /** The serial console. */
    public static final Component<Console> CONSOLE = new Component<>("uart", Console.class, Uart.Factory.class, Uart.Factory::new);

    private final RomDrivers roms;
    private final VirtioDevices loadable = new VirtioDevices();
    private RealTimeClock clock;
    private final Map<String, HostShare> shares = new LinkedHashMap<>();
    private final List<BlockDevice> disks = new ArrayList<>();
    private EntropySource entropy;
    private StreamPorts streams;
    private Console console;

    private Drivers(RomDrivers roms) {
        this.roms = roms;
    }

    /** Finds the board's devices and starts their drivers. ENODEV if a device is not what the tree says. */
    public static Drivers probe(Kernel kernel, Bus bus, byte[] deviceTree, Assembler assembler) throws Errno {
        Node root = DeviceTree.parse(deviceTree);
        List<Node> plics = root.compatible("riscv,plic0");
        if (!plics.isEmpty()) {
            kernel.interrupts().setController(new Plic(bus, plics.getFirst()));
        }
        Drivers drivers = new Drivers(new RomDrivers(bus, root.compatible("kenari,rom")));
        for (Node node : root.compatible("google,goldfish-rtc")) {
            drivers.clock = new GoldfishRtc(bus, node);
        }
        for (Node node : root.compatible("virtio,mmio")) {
            drivers.virtio(assembler, device(kernel, bus, node, VirtioTransport::reset));
        }
        for (Node node : root.compatible("ns16550a")) {
            MachineDevice device = device(kernel, bus, node, Uart::silence);
            drivers.console = assembler.place(CONSOLE, CONSOLE.name(), device, Peers.NONE);
        }
        return drivers;
    }

    private static MachineDevice device(Kernel kernel, Bus bus, Node node, Consumer<Device> reset) {
        long[] window = node.wideCells("reg");
        return new MachineDevice(
                bus, kernel.interrupts(), window[0], window[1], node.cells("interrupts")[0], reset);
    }

    private void virtio(Assembler assembler, MachineDevice device) throws Errno {
        int kind = VirtioTransport.deviceId(device);
        if (kind == RngDriver.ID && assembler.isLoadable(ENTROPY) || kind == BlockDriver.ID && assembler.isLoadable(BLOCK)) {
            loadable.add(kind, device);
            return;
        }
        switch (kind) {
            case RngDriver.ID -> entropy = assembler.place(ENTROPY, ENTROPY.name(), device, Peers.NONE);
            case FsDriver.ID -> {
                HostShare share = assembler.place(SHARE, SHARE.name() + "/" + shares.size(), device, Peers.NONE);
                shares.put(share.tag(), share);
            }
            case BlockDriver.ID -> {
                String name = VirtioDevices.diskName(disks.size());
                disks.add(assembler.place(BLOCK, BLOCK.name() + "/" + name, device, Peers.NONE, name));
            }
            case ConsoleDriver.ID -> streams = assembler.place(STREAMS, STREAMS.name(), device, Peers.NONE);
            default -> {} // An empty slot, or a device that nobody here drives.
        }
    }

    public Optional<Console> console() {
        return Optional.ofNullable(console);
    }

    public Optional<StreamPorts> streams() {
        return Optional.ofNullable(streams);
    }

    public Optional<EntropySource> entropy() {
        return Optional.ofNullable(entropy);
    }

    public Optional<RealTimeClock> clock() {
        return Optional.ofNullable(clock);
    }

    /** The host's shares by their tags. */
    public Map<String, HostShare> shares() {
        return Collections.unmodifiableMap(shares);
    }

    /** In the order of their places on the board. */
    public List<BlockDevice> disks() {
        return Collections.unmodifiableList(disks);
    }

    /** Those that the design leaves to loadable modules. */
    public VirtioDevices loadable() {
        return loadable;
    }

    public Roms roms() {
        return roms;
    }
}
