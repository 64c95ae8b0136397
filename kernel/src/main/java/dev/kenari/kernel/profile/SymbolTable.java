package dev.kenari.kernel.profile;

import dev.kenari.abi.Elf;
import dev.kenari.abi.Errno;
import dev.kenari.kernel.mm.Frames;
import dev.kenari.kernel.mm.MemoryObject;
import dev.kenari.machine.bus.PhysicalMemory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The functions of an ELF file, from {@code .symtab} or, in a stripped file, {@code .dynsym} (System V gABI, "Sections"). A file
 * that is damaged, or no ELF file, has none.
 */
final class SymbolTable {
    private static final int SECTION_HEADER_SIZE = 64;
    private static final int SHT_SYMTAB = 2;
    private static final int SHT_DYNSYM = 11;
    private static final int STT_FUNC = 2;
    private static final int MOST_HEADERS = 4096;
    private static final int MOST_BYTES = 64 << 20;

    private record Function(long size, String name) {}

    /** @param offset in the file */
    private record Load(long offset, long address, long size) {}

    private final MemoryObject file;
    private final PhysicalMemory memory;
    private final List<Load> loads = new ArrayList<>();
    private final TreeMap<Long, Function> functions = new TreeMap<>();

    private SymbolTable(MemoryObject file, PhysicalMemory memory) {
        this.file = file;
        this.memory = memory;
    }

    /** Reads {@code file}; may sleep. */
    static SymbolTable of(MemoryObject file, PhysicalMemory memory) {
        SymbolTable table = new SymbolTable(file, memory);
        try {
            table.read();
        } catch (Errno e) {
            // What could be read counts.
        }
        return table;
    }

    /** The function at a place in the file; null if none is known. */
    String find(long offset) {
        for (Load load : loads) {
            if (offset >= load.offset && offset - load.offset < load.size) {
                long address = offset - load.offset + load.address;
                Map.Entry<Long, Function> entry = functions.floorEntry(address);
                boolean inside = entry != null
                        && (entry.getValue().size == 0 || address - entry.getKey() < entry.getValue().size);
                return inside ? entry.getValue().name : null;
            }
        }
        return null;
    }

    private void read() throws Errno {
        ByteBuffer header = bytes(0, Elf.HEADER_SIZE);
        if (header.getInt(0) != Elf.MAGIC || header.get(4) != Elf.CLASS_64) {
            return;
        }
        int segments = Math.min(Short.toUnsignedInt(header.getShort(56)), MOST_HEADERS);
        ByteBuffer programHeaders = bytes(header.getLong(32), (long) segments * Elf.PROGRAM_HEADER_SIZE);
        for (int at = 0; at < programHeaders.limit(); at += Elf.PROGRAM_HEADER_SIZE) {
            if (programHeaders.getInt(at) == Elf.PT_LOAD) {
                loads.add(new Load(
                        programHeaders.getLong(at + 8), programHeaders.getLong(at + 16), programHeaders.getLong(at + 32)));
            }
        }
        int count = Math.min(Short.toUnsignedInt(header.getShort(60)), MOST_HEADERS);
        ByteBuffer sections = bytes(header.getLong(40), (long) count * SECTION_HEADER_SIZE);
        if (!symbols(sections, SHT_SYMTAB)) {
            symbols(sections, SHT_DYNSYM);
        }
    }

    /** Reads the section of {@code type}; returns whether there is one. */
    private boolean symbols(ByteBuffer sections, int type) throws Errno {
        for (int at = 0; at < sections.limit(); at += SECTION_HEADER_SIZE) {
            long link = Integer.toUnsignedLong(sections.getInt(at + 40)) * SECTION_HEADER_SIZE;
            if (sections.getInt(at + 4) == type && link < sections.limit()) {
                ByteBuffer symbols = section(sections, at);
                ByteBuffer names = section(sections, (int) link);
                for (int s = 0; s + Elf.SYMBOL_SIZE <= symbols.limit(); s += Elf.SYMBOL_SIZE) {
                    symbol(symbols, s, names);
                }
                return true;
            }
        }
        return false;
    }

    private void symbol(ByteBuffer symbols, int at, ByteBuffer names) {
        int name = symbols.getInt(at);
        boolean defined = symbols.getShort(at + 6) != 0;
        if ((symbols.get(at + 4) & 15) == STT_FUNC && defined && name > 0 && name < names.limit()) {
            int end = name;
            while (end < names.limit() && names.get(end) != 0) {
                end++;
            }
            String text = new String(names.array(), name, end - name, StandardCharsets.ISO_8859_1);
            functions.putIfAbsent(symbols.getLong(at + 8), new Function(symbols.getLong(at + 16), text));
        }
    }

    private ByteBuffer section(ByteBuffer sections, int at) throws Errno {
        return bytes(sections.getLong(at + 24), sections.getLong(at + 32));
    }

    /** Bytes of the file; EINVAL if it has not that many. */
    private ByteBuffer bytes(long offset, long length) throws Errno {
        if (offset < 0 || length < 0 || length > MOST_BYTES || offset > file.size() - length) {
            throw Errno.EINVAL;
        }
        byte[] bytes = new byte[(int) length];
        for (int done = 0; done < length; ) {
            long position = offset + done;
            int inPage = (int) (position & Frames.SIZE - 1);
            int some = (int) Math.min(length - done, Frames.SIZE - inPage);
            memory.read(file.frame(position >>> Frames.SHIFT) + inPage, bytes, done, some);
            done += some;
        }
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
