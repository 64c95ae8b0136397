package dev.kenari.kernel.mm;

import dev.kenari.abi.Errno;
import dev.kenari.machine.bus.PhysicalMemory;

/** Resolves page faults of one address space: demand paging, copy-on-write, and the PTE that a VMA's attributes call for. */
final class FaultHandler {
    private static final int FAULT_AROUND = 16;

    private final AddressSpace space;
    private final PageTable table;
    private final Frames frames;
    private final AddressSpaces spaces;
    private final PhysicalMemory memory;

    FaultHandler(AddressSpace space, PageTable table, Frames frames, AddressSpaces spaces) {
        this.space = space;
        this.table = table;
        this.frames = frames;
        this.spaces = spaces;
        this.memory = frames.memory();
    }

    /** As {@link AddressSpace#fault}, for an address within {@code vma}. */
    PageFault resolve(Vma vma, long address, int access) {
        if ((access == Vma.READ ? vma.protection & (Vma.READ | Vma.WRITE) : vma.protection & access) == 0) {
            return new PageFault(address, access, PageFault.Reason.NOT_PERMITTED);
        }
        try {
            boolean there = provide(vma, address & -Frames.SIZE, access);
            return there ? null : new PageFault(address, access, PageFault.Reason.BEYOND_OBJECT);
        } catch (Errno e) {
            boolean memoryShort = e == Errno.ENOMEM;
            return new PageFault(
                    address, access, memoryShort ? PageFault.Reason.NO_MEMORY : PageFault.Reason.BEYOND_OBJECT);
        }
    }

    /** Returns false if the object ends before the page. */
    private boolean provide(Vma vma, long page, int access) throws Errno {
        long pte = table.get(page);
        if ((pte & PageTable.VALID) != 0) {
            if (access == Vma.WRITE && (pte & PageTable.WRITE) == 0) {
                makeWritable(vma, page, pte);
            }
            return true;
        }
        if (vma.object == null) {
            install(vma, page, frames.allocateZeroed(), false, 0);
            return true;
        }
        MemoryObject object = vma.object;
        long index = vma.pageIndex(page);
        if (index >= object.pageCount()) {
            return false;
        }
        object.retain();
        try {
            long frame = object.frame(index);
            if (access == Vma.WRITE && vma.shared) {
                object.makeDirty(index);
            }
            if (object.residentFrame(index) == frame) {
                provide(vma, page, access, frame);
            }
        } finally {
            object.release();
        }
        return true;
    }

    /** Maps the object's {@code frame} unless something has changed while it was fetched: then the access is tried again. */
    private void provide(Vma vma, long page, int access, long frame) throws Errno {
        long index = vma.pageIndex(page);
        if (space.find(page) != vma || (table.get(page) & PageTable.VALID) != 0 || index >= vma.object.pageCount()) {
            return;
        }
        if (access == Vma.WRITE && !vma.shared) {
            install(vma, page, copyOf(frame), false, PageTable.DIRTY);
            return;
        }
        frames.retain(frame);
        install(vma, page, frame, access != Vma.WRITE, 0);
        if (access != Vma.WRITE) {
            mapAround(vma, page);
        }
    }

    /** Maps what is already resident around a fault, so that a program's text does not fault once per page. */
    private void mapAround(Vma vma, long page) throws Errno {
        long from = Math.max(vma.start, page & -((long) FAULT_AROUND * Frames.SIZE));
        long to = Math.min(vma.end, (page & -((long) FAULT_AROUND * Frames.SIZE)) + (long) FAULT_AROUND * Frames.SIZE);
        long last = Math.min(vma.pageIndex(to), vma.object.pageCount());
        long index = vma.object.nextResident(vma.pageIndex(from));
        while (index >= 0 && index < last) {
            long address = from + (index - vma.pageIndex(from) << Frames.SHIFT);
            if ((table.get(address) & PageTable.VALID) == 0) {
                long frame = vma.object.residentFrame(index);
                frames.retain(frame);
                install(vma, address, frame, true, 0);
            }
            index = vma.object.nextResident(index + 1);
        }
    }

    private void makeWritable(Vma vma, long page, long pte) throws Errno {
        long frame = PageTable.frame(pte);
        if (vma.shared) {
            MemoryObject object = vma.object;
            object.retain();
            try {
                object.makeDirty(vma.pageIndex(page));
            } finally {
                object.release();
            }
            if (table.get(page) != pte) {
                return;
            }
        } else if (frames.references(frame) > 1) {
            long copy = copyOf(frame);
            frames.release(frame);
            frame = copy;
            space.changed(page);
        }
        noteCode(vma, frame);
        memory.putLong(
                table.find(page),
                PageTable.entry(frame, pteFlags(vma, false) | PageTable.ACCESSED | PageTable.DIRTY));
        space.finish();
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

    /** Maps {@code frame} and takes over the caller's reference to it. */
    private void install(Vma vma, long page, long frame, boolean readOnly, long dirty) throws Errno {
        boolean done = false;
        try {
            long slot = table.findOrMake(page);
            noteCode(vma, frame);
            memory.putLong(slot, PageTable.entry(frame, pteFlags(vma, readOnly) | PageTable.ACCESSED | dirty));
            space.countResident();
            done = true;
        } finally {
            if (!done) {
                frames.release(frame);
            }
        }
    }

    /** Rewrites the PTE at {@code slot} after the VMA's protection has changed. */
    void protect(Vma vma, long slot, long pte) {
        long frame = PageTable.frame(pte);
        boolean copies = !vma.shared && ((pte & PageTable.COPY_ON_WRITE) != 0 || frames.references(frame) > 1);
        boolean untouched = vma.shared && (pte & PageTable.DIRTY) == 0;
        long kept = pte & (PageTable.ACCESSED | PageTable.DIRTY);
        memory.putLong(slot, PageTable.entry(frame, kept | pteFlags(vma, copies || untouched)));
        noteCode(vma, frame);
    }

    private void noteCode(Vma vma, long frame) {
        if ((vma.protection & Vma.EXEC) != 0 && frames.isMemory(frame) && !frames.isCode(frame)) {
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
}
