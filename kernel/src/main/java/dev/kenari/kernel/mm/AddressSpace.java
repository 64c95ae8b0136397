package dev.kenari.kernel.mm;

import dev.kenari.abi.Errno;
import dev.kenari.machine.bus.PhysicalMemory;
import java.util.Collection;
import java.util.Collections;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * A program's virtual memory: VMAs over memory objects, and the page table that holds what was touched so far. Guarded by the
 * kernel lock. Threads share one and count references.
 */
public final class AddressSpace {
    /** First address of the upper, unusable half of Sv39's user range. */
    public static final long TOP = 1L << 38;

    private static final long PAGE_MASK = Frames.SIZE - 1;

    private final int id;
    private final AddressSpaces spaces;
    private final Frames frames;
    private final PhysicalMemory memory;
    private final PageTable table;
    private final UserMemory user;
    private final FaultHandler faults;
    private final TreeMap<Long, Vma> vmas = new TreeMap<>();
    private final AddressSpaceLimits limits = new AddressSpaceLimits();
    private final HoleSearch holes = new HoleSearch();
    private int references = 1;
    private long staleHarts;
    private long staleInstructionHarts;
    private long residentPages;
    /** Pages whose translation lost a permission since the last shoot-down lie in this range. */
    private long changedFrom = Long.MAX_VALUE;

    private long changedTo;

    AddressSpace(int id, AddressSpaces spaces, Frames frames) throws Errno {
        this.id = id;
        this.spaces = spaces;
        this.frames = frames;
        this.memory = frames.memory();
        this.table = new PageTable(frames);
        this.user = new UserMemory(this, memory);
        this.faults = new FaultHandler(this, table, frames, spaces);
        this.staleHarts = -1;
    }

    /** The space's number, and its ASID. */
    public int id() {
        return id;
    }

    /** The frame that {@code satp} names: the page table's root. */
    public long root() {
        return table.root();
    }

    PageTable table() {
        return table;
    }

    /** Checked access to the program's memory. */
    public UserMemory memory() {
        return user;
    }

    /** Heap, stack and address-space bounds, and where the program's parts lie. */
    public AddressSpaceLimits limits() {
        return limits;
    }

    public Collection<Vma> vmas() {
        return Collections.unmodifiableCollection(vmas.values());
    }

    /** Pages in the page table: the resident set. */
    public long residentPages() {
        return residentPages;
    }

    /** How much of {@code vma} is in memory; walks its part of the page table. */
    public Residency residency(Vma vma) {
        Residency.Count count = new Residency.Count();
        table.forEach(vma.start, vma.end, (address, slot, pte) -> {
            long frame = PageTable.frame(pte);
            boolean ofObject = vma.object != null && vma.object.residentFrame(vma.pageIndex(address)) == frame;
            boolean dirty = (pte & PageTable.DIRTY) != 0;
            int mappings = frames.references(frame) - (ofObject ? 1 : 0);
            count.add(!ofObject, mappings, (pte & PageTable.ACCESSED) != 0, dirty || !ofObject);
        });
        return count.total();
    }

    /** Frames that the page table takes. */
    public int tablePages() {
        return table.tables();
    }

    /** Bytes of all VMAs. */
    public long totalBytes() {
        return sum(vma -> true);
    }

    /** Bytes of what RLIMIT_DATA counts. */
    public long dataBytes() {
        return sum(Vma::isData);
    }

    /** Bytes of what RLIMIT_MEMLOCK counts. */
    public long lockedBytes() {
        return sum(vma -> vma.has(Vma.LOCKED));
    }

    private long sum(Predicate<Vma> counted) {
        long sum = 0;
        for (Vma vma : vmas.values()) {
            sum += counted.test(vma) ? vma.length() : 0;
        }
        return sum;
    }

    public void retain() {
        references++;
    }

    public int references() {
        return references;
    }

    /** Drops a reference; the last one frees everything. */
    public void release() {
        if (--references == 0) {
            unmap(0, TOP);
            spaces.forget(this);
            table.free();
        }
    }

    /** The VMA that holds {@code address}, or null. */
    public Vma find(long address) {
        var entry = vmas.floorEntry(address);
        return entry != null && address < entry.getValue().end ? entry.getValue() : null;
    }

    /** The first VMA that ends after {@code address}, or null. */
    public Vma findAtOrAfter(long address) {
        Vma vma = find(address);
        if (vma != null) {
            return vma;
        }
        var entry = vmas.higherEntry(address);
        return entry == null ? null : entry.getValue();
    }

    /** Whether no VMA touches the range. */
    public boolean isFree(long start, long end) {
        Vma vma = findAtOrAfter(start);
        return vma == null || vma.start >= end;
    }

    /** Highest free range of {@code length} bytes below the mapping base; throws ENOMEM. */
    public long findFree(long length, long alignment) throws Errno {
        return holes.find(vmas, limits, length, alignment);
    }

    /** Maps at a page-aligned place, replacing what is there (MAP_FIXED). */
    public void map(long start, long length, Mapping mapping) throws Errno {
        long end = start + length;
        if (start < 0 || length <= 0 || end > TOP || (start & PAGE_MASK) != 0 || (length & PAGE_MASK) != 0) {
            throw Errno.EINVAL;
        }
        unmap(start, end);
        insert(new Vma(start, end, mapping));
    }

    /** Unmaps the page-aligned range; what is not mapped is ignored. */
    public void unmap(long start, long end) {
        splitAt(start);
        splitAt(end);
        var range = vmas.subMap(start, end);
        if (range.isEmpty()) {
            return;
        }
        discard(start, end);
        for (Vma vma : range.values()) {
            if (vma.object != null) {
                vma.object.unmapped(this, vma);
            }
        }
        range.clear();
        Vma next = findAtOrAfter(end);
        holes.freed(next == null ? TOP : next.start);
    }

    /** mprotect(2): all of the range must be mapped, else ENOMEM; EACCES where a VMA can't have {@code protection}. */
    public void protect(long start, long end, int protection) throws Errno {
        for (long at = start; at < end; ) {
            Vma vma = find(at);
            if (vma == null) {
                throw Errno.ENOMEM;
            }
            if ((protection & ~vma.maxProtection) != 0) {
                throw Errno.EACCES;
            }
            at = vma.end;
        }
        splitAt(start);
        splitAt(end);
        for (Vma vma : vmas.subMap(start, end).values()) {
            vma.protection = protection;
            table.forEach(vma.start, vma.end, (address, slot, pte) -> {
                faults.protect(vma, slot, pte);
                changed(address);
            });
        }
        finish();
        mergeAround(start, end);
    }

    /** Sets and clears attributes of {@link Vma} on all that is mapped in the range. */
    public void setAttributes(long start, long end, int set, int clear) {
        splitAt(start);
        splitAt(end);
        for (Vma vma : vmas.subMap(start, end).values()) {
            vma.attributes = vma.attributes & ~clear | set;
        }
        mergeAround(start, end);
    }

    /** madvise(MADV_DONTNEED) and the like: forgets the pages; the next touch sees zeroes or the object's content. */
    public void discard(long start, long end) {
        table.forEach(start, end, this::drop);
        finish();
    }

    /**
     * Touches every page of the range as the program would. May sleep.
     *
     * @param access {@link Vma#READ} or WRITE; 0 for what each VMA's protection makes useful, skipping what nobody may touch
     * @return null, or the first fault that can't be resolved
     */
    public PageFault populate(long start, long end, int access) {
        for (long at = start; at < end; at += Frames.SIZE) {
            Vma vma = find(at);
            int how = access != 0 || vma == null ? access : vma.usefulAccess();
            if (how == 0 && vma != null) {
                at = Math.min(vma.end, end) - Frames.SIZE;
                continue;
            }
            PageFault fault = fault(at, how == 0 ? Vma.READ : how);
            if (fault != null) {
                return fault;
            }
        }
        return null;
    }

    /** Whether a touch of the mapped page at {@code address} would find it in memory (mincore(2)). */
    public boolean isResident(long address) {
        Vma vma = find(address);
        return vma != null
                && ((table.get(address) & PageTable.VALID) != 0
                        || vma.object != null && vma.object.resident(vma.pageIndex(address)));
    }

    /** The pages of an object's VMA that show its pages {@code first} to {@code end} (exclusive) are unmapped; private copies stay. */
    void unmapObjectPages(Vma vma, long first, long end, boolean copies) {
        long firstInVma = vma.pageIndex(vma.start);
        long pages = vma.length() >>> Frames.SHIFT;
        if (first >= firstInVma + pages || end <= firstInVma) {
            return;
        }
        long from = vma.start + (Math.max(first, firstInVma) - firstInVma << Frames.SHIFT);
        long to = end - firstInVma >= pages ? vma.end : vma.start + (end - firstInVma << Frames.SHIFT);
        table.forEach(from, to, (address, slot, pte) -> {
            if (copies || vma.shared || vma.object.residentFrame(vma.pageIndex(address)) == PageTable.frame(pte)) {
                drop(address, slot, pte);
            }
        });
        finish();
    }

    /** The next write to page {@code index} of a shared VMA's object traps, so that it is noticed. */
    void protectObjectPage(Vma vma, long index) {
        long address = vma.start + (index - vma.pageIndex(vma.start) << Frames.SHIFT);
        if (!vma.shared || address < vma.start || address >= vma.end) {
            return;
        }
        long slot = table.find(address);
        long pte = slot == 0 ? 0 : memory.getLong(slot);
        if ((pte & PageTable.VALID) != 0 && (pte & PageTable.WRITE) != 0) {
            memory.putLong(slot, pte & ~(PageTable.WRITE | PageTable.DIRTY));
            changed(address);
            finish();
        }
    }

    /**
     * mremap(2)'s move: the pages and attributes at {@code from} are afterwards at {@code to}, whose range is free.
     *
     * @param keepSource MREMAP_DONTUNMAP: the old range stays mapped, without its pages
     * @throws Errno EFAULT if the old range is not within one VMA; ENOMEM, and then nothing has changed
     */
    public void move(long from, long oldLength, long to, long newLength, boolean keepSource) throws Errno {
        Vma whole = find(from);
        if (whole == null || whole.end < from + oldLength) {
            throw Errno.EFAULT;
        }
        long moved = Math.min(oldLength, newLength);
        makeTables(from, from + moved, to - from);
        splitAt(from);
        splitAt(from + oldLength);
        Vma target = find(from).part(from, from + oldLength);
        target.start = to;
        target.end = to + newLength;
        table.forEach(from, from + moved, (address, slot, pte) -> {
            memory.putLong(table.find(to + (address - from)), pte);
            memory.putLong(slot, 0);
            changed(address);
        });
        finish();
        insert(target);
        if (!keepSource) {
            unmap(from, from + oldLength);
        } else {
            discard(from + moved, from + oldLength);
        }
    }

    /** Makes the tables that hold the translations of the range once it is {@code distance} further. */
    private void makeTables(long start, long end, long distance) throws Errno {
        boolean[] failed = new boolean[1];
        table.forEach(start, end, (address, slot, pte) -> {
            try {
                if (!failed[0]) {
                    table.findOrMake(address + distance);
                }
            } catch (Errno e) {
                failed[0] = true;
            }
        });
        if (failed[0]) {
            throw Errno.ENOMEM;
        }
    }

    /** Lets the VMA that ends at {@code end} reach {@code newEnd}, whose range is free. */
    public void extend(long end, long newEnd) throws Errno {
        Vma vma = find(end - 1);
        if (vma == null || vma.end != end || !isFree(end, newEnd) || newEnd > TOP) {
            throw Errno.ENOMEM;
        }
        vma.end = newEnd;
        mergeAround(vma.start, newEnd);
    }

    /** fork(2): a copy whose private pages are shared until one side writes. */
    public AddressSpace fork() throws Errno {
        AddressSpace child = spaces.create();
        child.limits.copyFrom(limits);
        try {
            for (Vma vma : vmas.values()) {
                if (vma.has(Vma.DONT_FORK)) {
                    continue;
                }
                Vma copy = vma.part(vma.start, vma.end);
                copy.attributes &= ~Vma.LOCKED;
                child.vmas.put(copy.start, copy);
                if (copy.object != null) {
                    copy.object.mapped(child, copy);
                }
                if (!vma.shared && !vma.has(Vma.WIPE_ON_FORK)) {
                    shareForCopy(child, vma);
                }
            }
        } catch (Errno e) {
            child.release();
            throw e;
        } finally {
            finish();
        }
        return child;
    }

    private void shareForCopy(AddressSpace child, Vma vma) throws Errno {
        boolean[] full = new boolean[1];
        table.forEach(vma.start, vma.end, (address, slot, pte) -> {
            long frame = PageTable.frame(pte);
            boolean objects = vma.object != null && vma.object.residentFrame(vma.pageIndex(address)) == frame;
            if (objects || full[0]) {
                return;
            }
            long readOnly = pte & ~PageTable.WRITE | PageTable.COPY_ON_WRITE;
            try {
                memory.putLong(child.table.findOrMake(address), readOnly);
                child.residentPages++;
                frames.retain(frame);
                if ((pte & PageTable.WRITE) != 0) {
                    changed(address);
                }
                memory.putLong(slot, readOnly);
            } catch (Errno e) {
                full[0] = true;
            }
        });
        if (full[0]) {
            throw Errno.ENOMEM;
        }
    }

    /**
     * A page fault at {@code address}: makes the access possible, or says why not. May sleep.
     *
     * @param access {@link Vma#READ}, WRITE or EXEC
     * @return null if the access can be tried again
     */
    public PageFault fault(long address, int access) {
        if (address < 0 || address >= TOP) {
            return new PageFault(address, access, PageFault.Reason.NOT_MAPPED);
        }
        Vma vma = find(address);
        if (vma == null) {
            vma = growStack(address);
        }
        if (vma == null) {
            return new PageFault(address, access, PageFault.Reason.NOT_MAPPED);
        }
        return faults.resolve(vma, address, access);
    }

    private Vma growStack(long address) {
        var above = vmas.higherEntry(address);
        if (above == null || !above.getValue().growsDown) {
            return null;
        }
        Vma stack = above.getValue();
        long start = address & -Frames.SIZE;
        Vma below = findAtOrAfter(start - limits.stackGuard());
        boolean guarded = below == stack || below != null && below.end <= start && below.protection == 0;
        if (stack.end - start > limits.stackBytes() || start < limits.mapFloor() || !guarded) {
            return null;
        }
        vmas.remove(stack.start);
        stack.start = start;
        vmas.put(start, stack);
        return stack;
    }

    private void insert(Vma vma) {
        vmas.put(vma.start, vma);
        if (vma.object != null) {
            vma.object.mapped(this, vma);
        }
        mergeAround(vma.start, vma.end);
    }

    private void mergeAround(long start, long end) {
        var lower = vmas.lowerEntry(start);
        Vma vma = lower == null ? findAtOrAfter(start) : lower.getValue();
        while (vma != null) {
            var next = vmas.higherEntry(vma.start);
            if (next == null || vma.start > end) {
                return;
            }
            if (vma.continues(next.getValue())) {
                Vma gone = next.getValue();
                vmas.remove(gone.start);
                vma.end = gone.end;
                if (gone.object != null) {
                    gone.object.unmapped(this, gone);
                }
            } else {
                vma = next.getValue();
            }
        }
    }

    private void splitAt(long address) {
        Vma vma = find(address);
        if (vma == null || vma.start == address) {
            return;
        }
        Vma upper = vma.part(address, vma.end);
        vma.end = address;
        vmas.put(address, upper);
        if (upper.object != null) {
            upper.object.mapped(this, upper);
        }
    }

    /** Unmaps one page. The frame is freed at once: the shoot-down in {@link #finish} comes before anybody can get it again. */
    private void drop(long address, long slot, long pte) {
        memory.putLong(slot, 0);
        residentPages--;
        changed(address);
        frames.release(PageTable.frame(pte));
    }

    void countResident() {
        residentPages++;
    }

    /** The translation of the page at {@code address} has lost a permission or its frame; {@link #finish} must follow. */
    void changed(long address) {
        changedFrom = Math.min(changedFrom, address);
        changedTo = Math.max(changedTo, address + Frames.SIZE);
        user.forget();
    }

    /** No hart uses a translation that {@link #changed} was told of any more. */
    void finish() {
        if (changedFrom < changedTo) {
            long from = changedFrom;
            long to = changedTo;
            changedFrom = Long.MAX_VALUE;
            changedTo = 0;
            spaces.shootDown(this, from, to);
        }
    }

    void markStale(long harts) {
        staleHarts |= harts;
    }

    void markInstructionsStale() {
        staleInstructionHarts = -1;
    }

    boolean takeStale(int hart) {
        boolean stale = (staleHarts >>> hart & 1) != 0;
        staleHarts &= ~(1L << hart);
        return stale;
    }

    boolean takeStaleInstructions(int hart) {
        boolean stale = (staleInstructionHarts >>> hart & 1) != 0;
        staleInstructionHarts &= ~(1L << hart);
        return stale;
    }
}
