package dev.kenari.kernel.component;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.ipc.FrameLoan;
import dev.kenari.kernel.mm.Frames;
import dev.kenari.machine.bus.DmaWindow;
import dev.kenari.machine.bus.PhysicalMemory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A domain's memory: the frames that it holds, and what clients lend it for the time of a call. Everything else faults. */
final class DomainMemory implements ComponentMemory {
    /** How long a device may take to end what it has begun. */
    private static final long DMA_MILLIS = 5_000;

    private final Frames frames;
    private final PhysicalMemory memory;
    private final int quota;
    /** What the domain's device reaches; null without one. */
    private final DmaWindow dma;
    private final Set<Long> held = new HashSet<>();
    /** By frame; where it is not held. */
    private final Map<Long, List<FrameLoan>> borrowed = new HashMap<>();

    /**
     * @param quota frames that may be held at once
     * @param dma follows what the domain has; null without a device
     */
    DomainMemory(Frames frames, int quota, DmaWindow dma) {
        this.frames = frames;
        this.memory = frames.memory();
        this.quota = quota;
        this.dma = dma;
        if (dma != null) {
            dma.enable();
        }
    }

    private static long frame(long address) {
        return address & -Frames.SIZE;
    }

    /** A client lends a range until {@link #giveBack}. */
    void borrow(FrameLoan loan) {
        for (long at = frame(loan.address()); at < loan.address() + loan.length(); at += Frames.SIZE) {
            borrowed.computeIfAbsent(at, f -> new ArrayList<>(1)).add(loan);
            mapped(at);
        }
    }

    void giveBack(FrameLoan loan) {
        for (long at = frame(loan.address()); at < loan.address() + loan.length(); at += Frames.SIZE) {
            List<FrameLoan> loans = borrowed.get(at);
            if (loans != null && removeIdentical(loans, loan) && loans.isEmpty()) {
                borrowed.remove(at);
                if (!held.contains(at)) {
                    unmapped(at);
                }
            }
        }
    }

    private static boolean removeIdentical(List<FrameLoan> loans, FrameLoan loan) {
        for (int i = 0; i < loans.size(); i++) {
            if (loans.get(i) == loan) {
                loans.remove(i);
                return true;
            }
        }
        return false;
    }

    /** Whether the domain may use, and lend, a range. */
    boolean covers(long address, long length, boolean write) {
        if (length < 0 || !memory.contains(address, length)) {
            return false;
        }
        for (long at = address; at < address + length; at = frame(at) + Frames.SIZE) {
            long end = Math.min(frame(at) + Frames.SIZE, address + length);
            if (!held.contains(frame(at)) && !lent(at, end, write)) {
                return false;
            }
        }
        return true;
    }

    private boolean lent(long from, long to, boolean write) {
        for (FrameLoan loan : borrowed.getOrDefault(frame(from), List.of())) {
            if (loan.address() <= from && to <= loan.address() + loan.length() && !(write && loan.readOnly())) {
                return true;
            }
        }
        return false;
    }

    private void check(long address, long length, boolean write) {
        if (!covers(address, length, write)) {
            throw new ProtectionFault("%s of %d bytes at 0x%x".formatted(write ? "write" : "read", length, address));
        }
    }

    private void mapped(long frame) {
        if (dma != null) {
            dma.map(frame);
        }
    }

    private boolean letGo(long frame) {
        return dma == null || dma.unmap(frame, DMA_MILLIS);
    }

    private void unmapped(long frame) {
        if (!letGo(frame)) {
            throw new ProtectionFault("a device works on frame 0x%x, which goes back".formatted(frame));
        }
    }

    private long hold(long frame) {
        held.add(frame);
        mapped(frame);
        return frame;
    }

    private void checkQuota() throws Errno {
        if (held.size() >= quota) {
            throw Errno.ENOMEM;
        }
    }

    @Override
    public long allocate() throws Errno {
        // What was in it is another's.
        return allocateZeroed();
    }

    @Override
    public long allocateZeroed() throws Errno {
        checkQuota();
        return hold(frames.allocateZeroed());
    }

    @Override
    public void release(long frame) {
        if (!held.remove(frame)) {
            throw new ProtectionFault("release of frame 0x%x".formatted(frame));
        }
        unmapped(frame);
        frames.release(frame);
    }

    /** The domain is gone and its device at rest. Returns how many frames are lost because the device does not let them go. */
    int releaseAll() {
        borrowed.keySet().stream().filter(f -> !held.contains(f)).forEach(this::letGo);
        borrowed.clear();
        int lost = 0;
        for (long frame : held) {
            if (letGo(frame)) {
                frames.release(frame);
            } else {
                lost++;
            }
        }
        held.clear();
        return lost;
    }

    @Override
    public int free() {
        return Math.min(frames.free(), quota - held.size());
    }

    @Override
    public boolean contains(long address, int length) {
        return covers(address, length, false);
    }

    @Override
    public byte getByte(long address) {
        check(address, 1, false);
        return memory.getByte(address);
    }

    @Override
    public short getShort(long address) {
        check(address, Short.BYTES, false);
        return memory.getShort(address);
    }

    @Override
    public int getInt(long address) {
        check(address, Integer.BYTES, false);
        return memory.getInt(address);
    }

    @Override
    public long getLong(long address) {
        check(address, Long.BYTES, false);
        return memory.getLong(address);
    }

    @Override
    public void putByte(long address, byte value) {
        check(address, 1, true);
        memory.putByte(address, value);
    }

    @Override
    public void putShort(long address, short value) {
        check(address, Short.BYTES, true);
        memory.putShort(address, value);
    }

    @Override
    public void putInt(long address, int value) {
        check(address, Integer.BYTES, true);
        memory.putInt(address, value);
    }

    @Override
    public void putLong(long address, long value) {
        check(address, Long.BYTES, true);
        memory.putLong(address, value);
    }

    @Override
    public void read(long address, byte[] into, int offset, int length) {
        check(address, length, false);
        memory.read(address, into, offset, length);
    }

    @Override
    public void write(long address, byte[] from, int offset, int length) {
        check(address, length, true);
        memory.write(address, from, offset, length);
    }

    @Override
    public void fill(long address, int length, byte value) {
        check(address, length, true);
        memory.fill(address, length, value);
    }
}
