package dev.kenari.drivers.platform;

import dev.kenari.abi.Errno;
import dev.kenari.drivers.Roms;
import dev.kenari.machine.bus.Bus;
import dev.kenari.machine.fdt.Node;
import java.util.List;

/** Driver of the board's read-only memories ({@code kenari,rom}). */
public final class RomDrivers implements Roms {
    private static final long SIZE = 0x00;
    private static final long OFFSET = 0x08;
    private static final long ADDRESS = 0x10;
    private static final long LENGTH = 0x18;
    private static final long STATUS = 0x1C;

    private final Bus bus;
    private final long[] bases;

    public RomDrivers(Bus bus, List<Node> nodes) {
        this.bus = bus;
        this.bases = nodes.stream().mapToLong(node -> node.wideCells("reg")[0]).toArray();
    }

    @Override
    public int count() {
        return bases.length;
    }

    @Override
    public long size(int rom) throws Errno {
        return bus.read(base(rom) + SIZE, Long.BYTES);
    }

    @Override
    public void read(int rom, long offset, long address, int length) throws Errno {
        long base = base(rom);
        bus.write(base + OFFSET, Long.BYTES, offset);
        bus.write(base + ADDRESS, Long.BYTES, address);
        bus.write(base + LENGTH, Integer.BYTES, length);
        if (bus.read(base + STATUS, Integer.BYTES) != 0) {
            throw Errno.EIO;
        }
    }

    private long base(int rom) throws Errno {
        if (rom < 0 || rom >= bases.length) {
            throw Errno.ENXIO;
        }
        return bases[rom];
    }
}
