package dev.kenari.kernel.mm;

import dev.kenari.abi.Errno;
import dev.kenari.machine.bus.PhysicalMemory;
import java.util.Collection;
import java.util.Collections;
import java.util.TreeMap;

/**
 * A program's virtual memory: VMAs over memory objects, and the page table that holds what was touched so far. Guarded by the
 * kernel lock. Threads share one and count references.
 */
public final class AddressSpace {
    /** First address of the upper, unusable half of Sv39's user range. */
    public static final long TOP = 1L << 38;

    private static final int FAULT_AROUND = 16;
    private static final long PAGE_MASK = Frames.SIZE - 1;

    private final int id;
    private final AddressSpaces spaces;
    private final Frames frames;
    private final PhysicalMemory memory;
    private final PageTable table;
    private final UserMemory user;
    private final TreeMap<Long, Vma> vmas = new TreeMap<>();
    private final AddressSpaceLimits limits = new AddressSpaceLimits();
    private int references = 1;
    private long staleHarts;
    private long residentPages;
    private boolean needsShootDown;

    AddressSpace(int id, AddressSpaces spaces, Frames frames) throws Errno {
        this.id = id;
        this.spaces = spaces;
        this.frames = frames;
        this.memory = frames.memory();
        this.table = new PageTable(frames);
        this.user = new UserMemory(this, memory);
        this.staleHarts = -1;
    }

    /** The space's number, and its ASID. */
    public int id() {
        return id;
    }

    long root() {
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

    /** Frames that the page table takes. */
    public int tablePages() {
        return table.tables();
    }

    /** Bytes of all VMAs. */
    public long totalBytes() {
        long sum = 0;
        for (Vma vma : vmas.values()) {
            sum += vma.length();
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
            spaces.shootDown(this);
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
        long end = limits.mapBase();
        while (true) {
            long start = end - length & -alignment;
            if (start < limits.mapFloor() || end < length) {
                throw Errno.ENOMEM;
            }
            var below = vmas.lowerEntry(start + length);
            if (below == null || below.getValue().end <= start) {
                return start;
            }
            end = below.getValue().start;
        }
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
        clear(start, end);
        for (Vma vma : range.values()) {
            if (vma.object != null) {
                vma.object.unmapped(this, vma);
            }
        }
        range.clear();
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
                boolean copies = !vma.shared && (pte & PageTable.COPY_ON_WRITE) != 0
                        || !vma.shared && frames.references(PageTable.frame(pte)) > 1;
                long flags = pte & (PageTable.ACCESSED | PageTable.DIRTY)
                        | pteFlags(vma, copies || vma.shared && (pte & PageTable.DIRTY) == 0);
                memory.putLong(slot, PageTable.entry(PageTable.frame(pte), flags));
                noteCode(vma, PageTable.frame(pte));
            });
        }
        needsShootDown = true;
        finish();
        mergeAround(start, end);
    }

    /** madvise(MADV_DONTNEED) and the like: forgets the pages; the next touch sees zeroes or the object's content. */
    public void discard(long start, long end) {
        clear(start, end);
    }

    /** The pages of an object's VMA that show its pages {@code first} to {@code end} (exclusive) are unmapped; private copies stay. */
    void unmapObjectPages(Vma vma, long first, long end) {
        long firstInVma = vma.pageIndex(vma.start);
        long from = vma.start + (Math.max(first, firstInVma) - firstInVma << Frames.SHIFT);
        long pages = vma.length() >>> Frames.SHIFT;
        long to = end - firstInVma >= pages ? vma.end : vma.start + (end - firstInVma << Frames.SHIFT);
        if (from < to && from >= vma.start) {
            table.forEach(from, to, (address, slot, pte) -> {
                long index = vma.pageIndex(address);
                boolean own = !vma.shared && !(vma.object.resident(index) && frameOf(vma, index) == PageTable.frame(pte));
                if (!own) {
                    drop(slot, pte);
                }
            });
            finish();
        }
    }

    private static long frameOf(Vma vma, long index) {
        return vma.object.residentBetween(index, index + 1).get(index);
    }

    /** mremap(2)'s move: the pages and attributes at {@code from} are afterwards at {@code to}, whose range is free. */
    public void move(long from, long to, long oldLength, long newLength) throws Errno {
        splitAt(from);
        splitAt(from + oldLength);
        Vma source = find(from);
        if (source == null || source.end < from + oldLength) {
            throw Errno.EFAULT;
        }
        Vma target = source.part(from, from + oldLength);
        target.start = to;
        target.end = to + newLength;
        if (target.object != null) {
            target.object.mapped(this, target);
        }
        vmas.put(to, target);
        long[] failed = new long[1];
        table.forEach(from, from + Math.min(oldLength, newLength), (address, slot, pte) -> {
            try {
                memory.putLong(table.findOrMake(to + (address - from)), pte);
                memory.putLong(slot, 0);
            } catch (Errno e) {
                failed[0] = 1;
            }
        });
        needsShootDown = true;
        unmap(from, from + oldLength);
        finish();
        if (failed[0] != 0) {
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
    }

    /** fork(2): a copy whose private pages are shared until one side writes. */
    public AddressSpace fork() throws Errno {
        AddressSpace child = spaces.create();
        child.limits.copyFrom(limits);
        try {
            for (Vma vma : vmas.values()) {
                Vma copy = vma.part(vma.start, vma.end);
                child.vmas.put(copy.start, copy);
                if (copy.object != null) {
                    copy.object.mapped(child, copy);
                }
                if (!vma.shared) {
                    shareForCopy(child, vma);
                }
            }
        } catch (Errno e) {
            child.release();
            throw e;
        } finally {
            needsShootDown = true;
            finish();
        }
        return child;
    }

    private void shareForCopy(AddressSpace child, Vma vma) throws Errno {
        boolean[] full = new boolean[1];
        table.forEach(vma.start, vma.end, (address, slot, pte) -> {
            long frame = PageTable.frame(pte);
            boolean objects = vma.object != null && (pte & PageTable.DIRTY) == 0 && (pte & PageTable.WRITE) == 0
                    && (pte & PageTable.COPY_ON_WRITE) == 0;
            if (objects || full[0]) {
                return;
            }
            long readOnly = pte & ~PageTable.WRITE | PageTable.COPY_ON_WRITE;
            try {
                memory.putLong(child.table.findOrMake(address), readOnly);
                child.residentPages++;
                frames.retain(frame);
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
        Vma vma = address >= 0 && address < TOP ? find(address) : null;
        if (vma == null) {
            vma = growStack(address);
        }
        if (vma == null) {
            return new PageFault(address, access, PageFault.Reason.NOT_MAPPED);
        }
        boolean readable = (vma.protection & (Vma.READ | Vma.WRITE)) != 0;
        if (access == Vma.READ ? !readable : (vma.protection & access) == 0) {
            return new PageFault(address, access, PageFault.Reason.NOT_PERMITTED);
        }
        try {
            return resolve(vma, address & -Frames.SIZE, access);
        } catch (Errno e) {
            boolean memoryShort = e == Errno.ENOMEM;
            return new PageFault(
                    address, access, memoryShort ? PageFault.Reason.NO_MEMORY : PageFault.Reason.BEYOND_OBJECT);
        }
    }

    private PageFault resolve(Vma vma, long page, int access) throws Errno {
        long pte = table.get(page);
        if ((pte & PageTable.VALID) != 0) {
            if (access == Vma.WRITE && (pte & PageTable.WRITE) == 0) {
                makeWritable(vma, page, pte);
            }
            return null;
        }
        if (vma.object == null) {
            install(vma, page, frames.allocateZeroed(), false, 0);
            return null;
        }
        long index = vma.pageIndex(page);
        if (index >= vma.object.size() + PAGE_MASK >>> Frames.SHIFT) {
            return new PageFault(page, access, PageFault.Reason.BEYOND_OBJECT);
        }
        long frame = vma.object.frame(index);
        if (find(page) != vma || (table.get(page) & PageTable.VALID) != 0) {
            return null;
        }
        if (access == Vma.WRITE && !vma.shared) {
            long copy = copyOf(frame);
            install(vma, page, copy, false, PageTable.DIRTY);
            return null;
        }
        if (access == Vma.WRITE) {
            vma.object.markDirty(index);
        }
        frames.retain(frame);
        install(vma, page, frame, access != Vma.WRITE || !vma.shared, 0);
        if (access != Vma.WRITE) {
            mapAround(vma, page);
        }
        return null;
    }

    /** Maps what is already resident around a fault, so that a program's text does not fault once per page. */
    private void mapAround(Vma vma, long page) throws Errno {
        long from = Math.max(vma.start, page & -((long) FAULT_AROUND * Frames.SIZE));
        long to = Math.min(vma.end, from + (long) FAULT_AROUND * Frames.SIZE);
        long offset = vma.pageIndex(vma.start);
        for (var entry : vma.object.residentBetween(vma.pageIndex(from), vma.pageIndex(to)).entrySet()) {
            long address = vma.start + (entry.getKey() - offset << Frames.SHIFT);
            if ((table.get(address) & PageTable.VALID) == 0) {
                frames.retain(entry.getValue());
                install(vma, address, entry.getValue(), true, 0);
            }
        }
    }

    private void makeWritable(Vma vma, long page, long pte) throws Errno {
        long frame = PageTable.frame(pte);
        if (vma.shared) {
            if (vma.object != null) {
                vma.object.markDirty(vma.pageIndex(page));
            }
        } else if (frames.references(frame) > 1) {
            long copy = copyOf(frame);
            frames.release(frame);
            frame = copy;
        }
        noteCode(vma, frame);
        memory.putLong(
                table.find(page),
                PageTable.entry(frame, pteFlags(vma, false) | PageTable.ACCESSED | PageTable.DIRTY));
        needsShootDown = true;
        finish();
    }

    private long copyOf(long frame) throws Errno {
        frames.retain(frame);
        try {
            long copy = frames.allocate();
            memory.copy(frame, copy, Frames.SIZE);
            return copy;
        } finally {
            frames.release(frame);
        }
    }

    private void install(Vma vma, long page, long frame, boolean readOnly, long dirty) throws Errno {
        boolean done = false;
        try {
            long slot = table.findOrMake(page);
            noteCode(vma, frame);
            memory.putLong(slot, PageTable.entry(frame, pteFlags(vma, readOnly) | PageTable.ACCESSED | dirty));
            residentPages++;
            done = true;
        } finally {
            if (!done) {
                frames.release(frame);
            }
        }
    }

    private void noteCode(Vma vma, long frame) {
        if ((vma.protection & Vma.EXEC) != 0 && !frames.isCode(frame)) {
            frames.setCode(frame, true);
            spaces.fenceInstructions(frame);
        }
    }

    private static long pteFlags(Vma vma, boolean readOnly) {
        long flags = 0;
        if (vma.protection != 0) {
            flags |= PageTable.USER;
        }
        if ((vma.protection & (Vma.READ | Vma.WRITE)) != 0) {
            flags |= PageTable.READ;
        }
        if ((vma.protection & Vma.WRITE) != 0) {
            flags |= readOnly ? vma.shared ? 0 : PageTable.COPY_ON_WRITE : PageTable.WRITE;
        }
        if ((vma.protection & Vma.EXEC) != 0) {
            flags |= PageTable.EXECUTE;
        }
        // Valid with no permission would be a pointer to a table: PROT_NONE keeps READ without USER, which no program may use.
        return flags == 0 ? PageTable.READ : flags;
    }

    private Vma growStack(long address) {
        var above = vmas.higherEntry(address);
        if (above == null || !above.getValue().growsDown) {
            return null;
        }
        Vma stack = above.getValue();
        long start = address & -Frames.SIZE;
        if (stack.end - start > limits.stackBytes() || !isFree(start - limits.stackGuard(), stack.start)) {
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

    private void clear(long start, long end) {
        table.forEach(start, end, (address, slot, pte) -> drop(slot, pte));
        finish();
    }

    /** Unmaps one page. The frame is freed at once: the shoot-down in {@link #finish} comes before anybody can get it again. */
    private void drop(long slot, long pte) {
        memory.putLong(slot, 0);
        residentPages--;
        needsShootDown = true;
        frames.release(PageTable.frame(pte));
    }

    private void finish() {
        if (needsShootDown) {
            needsShootDown = false;
            spaces.shootDown(this);
        }
    }

    void markStale() {
        staleHarts = -1;
    }

    boolean takeStale(int hart) {
        boolean stale = (staleHarts >>> hart & 1) != 0;
        staleHarts &= ~(1L << hart);
        return stale;
    }
}
