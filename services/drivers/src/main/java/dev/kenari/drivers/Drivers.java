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
import dev.kenari.machine.bus.Bus;
import dev.kenari.machine.fdt.DeviceTree;
import dev.kenari.machine.fdt.Node;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The drivers of a board, found by its device tree. Wiring: a design probes once, under the kernel lock, in a task, and connects
 * what it finds to those who use it. A device that the tree does not name has no driver.
 */
public final class Drivers {
    private final RomDrivers roms;
    private RealTimeClock clock;
    private final Map<String, HostShare> shares = new LinkedHashMap<>();
    private final List<BlockDevice> disks = new ArrayList<>();
    private EntropySource entropy;
    private ConsoleDriver streams;
    private Uart console;

    private Drivers(RomDrivers roms) {
        this.roms = roms;
    }

    /** Finds the board's devices and starts their drivers. ENODEV if a device is not what the tree says. */
    public static Drivers probe(Kernel kernel, Bus bus, byte[] deviceTree) throws Errno {
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
            drivers.virtio(kernel, new VirtioTransport(kernel, bus, node));
        }
        for (Node node : root.compatible("ns16550a")) {
            drivers.serial(kernel, bus, node);
        }
        return drivers;
    }

    private void virtio(Kernel kernel, VirtioTransport transport) throws Errno {
        switch (transport.deviceId()) {
            case RngDriver.ID -> entropy = new RngDriver(kernel, transport);
            case FsDriver.ID -> {
                HostShare share = new FsDriver(kernel, transport);
                shares.put(share.tag(), share);
            }
            case BlockDriver.ID -> disks.add(new BlockDriver(kernel, transport, diskName(disks.size())));
            case ConsoleDriver.ID -> streams = new ConsoleDriver(kernel, transport);
            default -> {} // An empty slot, or a device that nobody here drives.
        }
    }

    /** vda to vdz, vdaa and so on. */
    private static String diskName(int number) {
        StringBuilder letters = new StringBuilder();
        for (int n = number; n >= 0; n = n / 26 - 1) {
            letters.insert(0, (char) ('a' + n % 26));
        }
        return "vd" + letters;
    }

    private void serial(Kernel kernel, Bus bus, Node node) {
        Uart uart = new Uart(
                kernel, bus, node, () -> streams == null ? new WindowSize(0, 0) : streams.windowSize());
        if (streams != null) {
            streams.whenResized(uart::resized);
        }
        console = uart;
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

    public Roms roms() {
        return roms;
    }
}
