package dev.kenari.kernel.component;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.cap.Capability;
import dev.kenari.kernel.cap.CapabilitySpace;
import dev.kenari.kernel.cap.MemoryRange;
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

/**
 * A domain's memory: the frames that it holds, and what clients lend it for the time of a call, each by a capability. Everything else
 * faults.
 */
final class DomainMemory implements ComponentMemory {
    /** How long a device may take to end what it has begun. */
    private static final long DMA_MILLIS = 5_000;

    private final Frames frames;
    private final PhysicalMemory memory;
    private final Capability allMemory;
    private final CapabilitySpace capabilities;
    private final int quota;
    /** What the domain's device reaches; null without one. */
    private final DmaWindow dma;
    /** By frame. */
    private final Map<Long, Capability> held = new HashMap<>();
    /** Those of {@code held} that are the component's, not this instance's. */
    private final Set<Long> kept = new HashSet<>();
    /** What gives access to a frame, by frame; the domain's own is not in the list. */
    private final Map<Long, List<Capability>> borrowed = new HashMap<>();
    /** Frames that the device does not let go. */
    private final Set<Long> stuck = new HashSet<>();

    /**
     * @param allMemory the kernel's capability, from which all are derived
     * @param capabilities the domain's, whose holder calls {@link #taken}
     * @param quota frames that may be held at once
     * @param dma follows what the domain has; null without a device
     */
    DomainMemory(Frames frames, Capability allMemory, CapabilitySpace capabilities, int quota, DmaWindow dma) {
        this.frames = frames;
        this.memory = frames.memory();
        this.allMemory = allMemory;
        this.capabilities = capabilities;
        this.quota = quota;
        this.dma = dma;
        if (dma != null) {
            dma.enable();
        }
    }

    private static long frame(long address) {
        return address & -Frames.SIZE;
    }

    /** A client lends a range: a capability for each of its frames, derived from the lender's, is added to {@code lent}. */
    void borrow(FrameLoan loan, DomainMemory lender, List<Capability> lent) {
        int rights = loan.readOnly() ? Capability.READ : Capability.READ | Capability.WRITE;
        long end = loan.address() + loan.length();
        for (long at = loan.address(); at < end; at = frame(at) + Frames.SIZE) {
            MemoryRange part = new MemoryRange(at, Math.min(frame(at) + Frames.SIZE, end) - at);
            Capability from = lender == null ? allMemory : lender.covering(at, at + part.length(), rights);
            Capability made = from.derive(capabilities, part, rights);
            lent.add(made);
            borrowed.computeIfAbsent(frame(at), f -> new ArrayList<>(1)).add(made);
            mapped(frame(at));
        }
    }

    /** A capability to memory was taken away: nobody in the domain reaches that any more, nor does its device. */
    void taken(Capability capability, MemoryRange range) {
        long frame = frame(range.address());
        if (held.remove(frame, capability)) {
            unmapped(frame);
            return;
        }
        List<Capability> others = borrowed.get(frame);
        others.remove(capability);
        if (others.isEmpty()) {
            borrowed.remove(frame);
            unmapped(frame);
        }
    }

    /** Whether the domain may use, and lend, a range. */
    boolean covers(long address, long length, boolean write) {
        if (length < 0 || !memory.contains(address, length)) {
            return false;
        }
        int rights = write ? Capability.WRITE : Capability.READ;
        for (long at = address; at < address + length; at = frame(at) + Frames.SIZE) {
            if (covering(at, Math.min(frame(at) + Frames.SIZE, address + length), rights) == null) {
                return false;
            }
        }
        return true;
    }

    /** What gives leave to use a part of a frame; null if nothing does. */
    private Capability covering(long from, long to, int rights) {
        Capability own = held.get(frame(from));
        if (own != null) {
            return own;
        }
        for (Capability lent : borrowed.getOrDefault(frame(from), List.of())) {
            if (lent.gives(rights) && ((MemoryRange) lent.object()).contains(from, to)) {
                return lent;
            }
        }
        return null;
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

    private void unmapped(long frame) {
        if (!held.containsKey(frame) && !borrowed.containsKey(frame) && dma != null && !dma.unmap(frame, DMA_MILLIS)) {
            stuck.add(frame);
        }
    }

    private long hold(long frame) {
        held.put(frame, allMemory.derive(capabilities, new MemoryRange(frame, Frames.SIZE), Capability.ALL));
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

    /** The frame that {@code frames} has as {@code number}, which outlives the domain. */
    long keep(KeptFrames all, int number) throws Errno {
        long frame = all.find(number);
        if (frame == KeptFrames.NONE || !kept.contains(frame)) {
            checkQuota();
            frame = all.findOrMake(number);
            kept.add(frame);
            hold(frame);
        }
        return frame;
    }

    @Override
    public void release(long frame) {
        Capability own = held.get(frame);
        if (own == null || kept.contains(frame)) {
            throw new ProtectionFault("release of frame 0x%x".formatted(frame));
        }
        if (own.hasDerived()) {
            throw new ProtectionFault("release of frame 0x%x, which is lent".formatted(frame));
        }
        own.delete();
        if (stuck.contains(frame)) {
            throw new ProtectionFault("a device works on frame 0x%x, which goes back".formatted(frame));
        }
        frames.release(frame);
    }

    /** The domain is gone and its device at rest. Returns how many frames are lost because the device does not let them go. */
    int releaseAll() {
        int lost = 0;
        for (long frame : List.copyOf(held.keySet())) {
            held.get(frame).delete();
            if (stuck.contains(frame)) {
                lost++;
            } else if (!kept.contains(frame)) {
                frames.release(frame);
            }
        }
        return lost;
    }

    /** Whether its device goes on working on what was taken away. */
    boolean deviceHoldsOn() {
        return !stuck.isEmpty();
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
