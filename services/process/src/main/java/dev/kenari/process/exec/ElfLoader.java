package dev.kenari.process.exec;

import dev.kenari.abi.Elf;
import dev.kenari.abi.Errno;
import dev.kenari.kernel.mm.AddressSpace;
import dev.kenari.kernel.mm.Frames;
import dev.kenari.kernel.mm.Mapping;
import dev.kenari.kernel.mm.MemoryObject;
import dev.kenari.kernel.mm.MemoryObjects;
import dev.kenari.kernel.mm.Vma;
import dev.kenari.vfs.MappedFile;
import java.util.List;

/** Maps the segments of ELF files into an address space. Errors are those that kill the program. */
final class ElfLoader {
    private static final long LARGEST_ALIGNMENT = 1L << 30;

    private final MemoryObjects objects;

    ElfLoader(MemoryObjects objects) {
        this.objects = objects;
    }

    /** Maps at a fixed place: an ET_EXEC, or {@code base} for the lowest page of an ET_DYN. */
    LoadedElf loadAt(AddressSpace space, ElfFile elf, MappedFile file, long base) throws Errno {
        Span span = Span.of(elf.loads());
        long bias = elf.type() == Elf.TYPE_DYN ? (base & -span.alignment) - span.start & -Frames.SIZE : 0;
        return load(space, elf, file, bias);
    }

    /** Maps an ET_DYN wherever there is room; an ET_EXEC at its place. */
    LoadedElf loadAnywhere(AddressSpace space, ElfFile elf, MappedFile file) throws Errno {
        if (elf.type() == Elf.TYPE_EXEC) {
            return load(space, elf, file, 0);
        }
        Span span = Span.of(elf.loads());
        return load(space, elf, file, space.findFree(span.end - span.start, span.alignment) - span.start);
    }

    /** The pages that all segments together take, in the file's addresses. */
    private record Span(long start, long end, long alignment) {
        static Span of(List<Segment> loads) throws Errno {
            long start = Long.MAX_VALUE;
            long end = 0;
            long alignment = Frames.SIZE;
            for (Segment segment : loads) {
                check(segment, segment.address());
                start = Math.min(start, floor(segment.address()));
                end = Math.max(end, ceiling(segment.address() + segment.memorySize()));
                long wanted = segment.alignment();
                if (Long.bitCount(wanted) == 1 && wanted > alignment && wanted <= LARGEST_ALIGNMENT) {
                    alignment = wanted;
                }
            }
            if (start >= end) {
                throw Errno.EINVAL;
            }
            return new Span(start, end, alignment);
        }
    }

    /** Throws EINVAL unless the segment, begun at {@code start}, lies in the lower half and has sensible sizes. */
    private static void check(Segment segment, long start) throws Errno {
        boolean inside = start >= 0
                && start < AddressSpace.TOP
                && segment.memorySize() >= 0
                && segment.memorySize() <= AddressSpace.TOP - start;
        boolean sensible = segment.fileSize() >= 0
                && segment.fileSize() <= segment.memorySize()
                && segment.offset() >= 0
                && segment.offset() <= Long.MAX_VALUE - segment.fileSize() - Frames.SIZE;
        if (!inside || !sensible) {
            throw Errno.EINVAL;
        }
    }

    private LoadedElf load(AddressSpace space, ElfFile elf, MappedFile file, long bias) throws Errno {
        List<Segment> loads = elf.loads();
        Span span = Span.of(loads);
        if (bias + span.start < space.limits().mapFloor()) {
            throw Errno.EPERM;
        }
        if (!space.isFree(bias + span.start, bias + span.end)) {
            throw Errno.EEXIST;
        }
        MemoryObject object = objects.find(file.object());
        long headers = 0;
        long codeStart = Long.MAX_VALUE;
        long codeEnd = 0;
        long dataStart = 0;
        long dataEnd = 0;
        for (Segment segment : loads) {
            long start = bias + segment.address();
            check(segment, start);
            map(space, segment, start, file, object);
            long inSegment = elf.headersOffset() - segment.offset();
            if (inSegment >= 0 && inSegment < segment.fileSize()) {
                headers = start + inSegment;
            }
            codeStart = Math.min(codeStart, start);
            dataStart = Math.max(dataStart, start);
            dataEnd = Math.max(dataEnd, start + segment.fileSize());
            if ((segment.flags() & Elf.PF_X) != 0) {
                codeEnd = Math.max(codeEnd, start + segment.fileSize());
            }
        }
        long entry = bias + elf.entry();
        if (entry < 0 || entry >= AddressSpace.TOP) {
            throw Errno.EINVAL;
        }
        return new LoadedElf(bias, entry, headers, bias + span.end, codeStart, codeEnd, dataStart, dataEnd);
    }

    private void map(AddressSpace space, Segment segment, long start, MappedFile file, MemoryObject object) throws Errno {
        if (segment.memorySize() == 0) {
            return;
        }
        int protection = protection(segment.flags());
        long page = floor(start);
        long fileEnd = start + segment.fileSize();
        long filePagesEnd = page;
        if (segment.fileSize() > 0) {
            long offset = segment.offset() - (start - page);
            if (offset < 0 || (offset & Frames.SIZE - 1) != 0) {
                throw Errno.EINVAL;
            }
            filePagesEnd = ceiling(fileEnd);
            space.map(page, filePagesEnd - page, new Mapping(
                    protection, false, false, object, file.offset() + offset, file.name(), file.device(), file.inode(),
                    file.maxProtection()));
        }
        if (segment.memorySize() > segment.fileSize()) {
            if (filePagesEnd > fileEnd && (segment.flags() & Elf.PF_W) != 0) {
                space.memory().fill(fileEnd, filePagesEnd - fileEnd, 0);
            }
            long end = ceiling(start + segment.memorySize());
            if (end > filePagesEnd) {
                space.map(filePagesEnd, end - filePagesEnd, Mapping.anonymous(protection, ""));
            }
        }
    }

    private static int protection(int flags) {
        return ((flags & Elf.PF_R) != 0 ? Vma.READ : 0)
                | ((flags & Elf.PF_W) != 0 ? Vma.WRITE : 0)
                | ((flags & Elf.PF_X) != 0 ? Vma.EXEC : 0);
    }

    private static long floor(long address) {
        return address & -Frames.SIZE;
    }

    private static long ceiling(long address) {
        return address + Frames.SIZE - 1 & -Frames.SIZE;
    }
}
