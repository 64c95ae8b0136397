package dev.kenari.kernel.module;

import dev.kenari.abi.Elf;
import dev.kenari.abi.Errno;
import dev.kenari.kernel.trace.KernelLog;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A relocatable ELF file for riscv64 (System V gABI, chapter 4): its sections and symbols, every offset of which was checked. */
final class ElfObject {
    private static final int SECTION_HEADER_SIZE = 64;
    private static final int RELOCATABLE = 1;
    private static final int NO_BITS = 8;
    private static final int SYMBOL_TABLE = 2;

    /** A symbol; {@code section} 0 if it is needed. */
    record Symbol(String name, int section, long value) {}

    private record Section(String name, int type, int offset, int size, int link) {}

    private final byte[] image;
    private final ByteBuffer bytes;
    private final List<Section> sections = new ArrayList<>();
    private final List<Symbol> symbols = new ArrayList<>();

    private ElfObject(byte[] image) {
        this.image = image;
        this.bytes = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** ENOEXEC, and a line in the log that says why. */
    static ElfObject read(byte[] image, KernelLog log) throws Errno {
        ElfObject object = new ElfObject(image);
        String fault = object.read();
        if (fault != null) {
            log.log(KernelLog.ERROR, fault);
            throw Errno.ENOEXEC;
        }
        return object;
    }

    /** Returns what is wrong, or null. */
    private String read() {
        if (image.length < Elf.HEADER_SIZE) {
            return "Invalid ELF header len " + image.length;
        }
        if (bytes.getInt(0) != Elf.MAGIC) {
            return "Invalid ELF header magic: != \\x7fELF";
        }
        int type = bytes.getShort(16) & 0xFFFF;
        if (type != RELOCATABLE) {
            return "Invalid ELF header type: " + type + " != " + RELOCATABLE;
        }
        int machine = bytes.getShort(18) & 0xFFFF;
        if (machine != Elf.MACHINE_RISCV || bytes.get(4) != Elf.CLASS_64 || bytes.get(5) != Elf.DATA_LITTLE_ENDIAN) {
            return "Invalid architecture in ELF header: " + machine;
        }
        if (bytes.getShort(58) != SECTION_HEADER_SIZE) {
            return "Invalid ELF section header size";
        }
        long headers = bytes.getLong(40);
        int count = bytes.getShort(60) & 0xFFFF;
        if (headers < 0 || headers >= image.length || (long) count * SECTION_HEADER_SIZE > image.length - headers) {
            return "Invalid ELF section header overflow";
        }
        int names = bytes.getShort(62) & 0xFFFF;
        if (names == 0 || names >= count) {
            return "Invalid ELF e_shstrndx: " + names;
        }
        return readSections((int) headers, count, names);
    }

    private String readSections(int headers, int count, int names) {
        int stringsAt = headers + names * SECTION_HEADER_SIZE;
        if (!inside(stringsAt)) {
            return "Invalid ELF section in module (section " + names + " type " + bytes.getInt(stringsAt + 4) + ")";
        }
        Section strings = new Section("", 3, (int) bytes.getLong(stringsAt + 24), (int) bytes.getLong(stringsAt + 32), 0);
        for (int i = 0; i < count; i++) {
            int at = headers + i * SECTION_HEADER_SIZE;
            int type = bytes.getInt(at + 4);
            String name = string(strings, bytes.getInt(at));
            if (name == null || i > 0 && type != NO_BITS && !inside(at)) {
                return "Invalid ELF section in module (section " + i + " type " + type + ")";
            }
            boolean empty = i == 0 || type == NO_BITS;
            sections.add(new Section(
                    name,
                    type,
                    empty ? 0 : (int) bytes.getLong(at + 24),
                    empty ? 0 : (int) bytes.getLong(at + 32),
                    bytes.getInt(at + 40)));
        }
        return readSymbols();
    }

    private boolean inside(int header) {
        long offset = bytes.getLong(header + 24);
        long size = bytes.getLong(header + 32);
        return offset >= 0 && size >= 0 && offset <= image.length && size <= image.length - offset;
    }

    private String readSymbols() {
        for (Section table : sections) {
            if (table.type() != SYMBOL_TABLE) {
                continue;
            }
            if (table.link() <= 0 || table.link() >= sections.size()) {
                return "Invalid ELF sh_link!=SHN_UNDEF";
            }
            Section strings = sections.get(table.link());
            for (int at = Elf.SYMBOL_SIZE; at + Elf.SYMBOL_SIZE <= table.size(); at += Elf.SYMBOL_SIZE) {
                int symbol = table.offset() + at;
                String name = string(strings, bytes.getInt(symbol));
                if (name == null) {
                    return "Invalid ELF symbol name";
                }
                symbols.add(new Symbol(name, bytes.getShort(symbol + 6) & 0xFFFF, bytes.getLong(symbol + 8)));
            }
        }
        return null;
    }

    /** The string at {@code offset} of a string table; null if it does not end there. */
    private String string(Section table, int offset) {
        if (offset < 0 || offset >= table.size()) {
            return table.size() == 0 && offset == 0 ? "" : null;
        }
        int from = table.offset() + offset;
        int limit = table.offset() + table.size();
        int end = from;
        while (end < limit && image[end] != 0) {
            end++;
        }
        return end == limit ? null : new String(image, from, end - from, StandardCharsets.ISO_8859_1);
    }

    List<Symbol> symbols() {
        return symbols;
    }

    /** The content of the section called {@code name}; null if there is none. */
    byte[] section(String name) {
        for (Section section : sections) {
            if (section.name().equals(name)) {
                return Arrays.copyOfRange(image, section.offset(), section.offset() + section.size());
            }
        }
        return null;
    }

    /** The four bytes at a symbol's place in its section; null if they are not there. */
    Integer word(Symbol symbol) {
        if (symbol.section() >= sections.size()) {
            return null;
        }
        Section section = sections.get(symbol.section());
        if (symbol.value() < 0 || symbol.value() > section.size() - Integer.BYTES) {
            return null;
        }
        return bytes.getInt(section.offset() + (int) symbol.value());
    }
}
