package dev.kenari.modules.build;

import dev.kenari.abi.Elf;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes a relocatable ELF file for riscv64 (System V gABI, chapter 4): sections in the order they were added, then symbols. */
final class ElfWriter {
    private static final int RELOCATABLE = 1;
    /** RVC and the double-float ABI (RISC-V ELF psABI, "File Header"). */
    private static final int FLAGS = 0x5;

    private static final int SECTION_HEADER_SIZE = 64;
    private static final int PROGBITS = 1;
    private static final int SYMTAB = 2;
    private static final int STRTAB = 3;
    private static final int ALLOCATED = 2;
    private static final int GLOBAL = 1 << 4;
    private static final int ALIGNMENT = 8;

    private record Section(String name, int type, long flags, int link, int info, int entrySize, byte[] content) {}

    private record Symbol(String name, int section, long value) {}

    private final List<Section> sections = new ArrayList<>();
    private final List<Symbol> symbols = new ArrayList<>();

    ElfWriter() {
        sections.add(new Section("", 0, 0, 0, 0, 0, new byte[0]));
    }

    /** Returns the section's number. */
    int section(String name, byte[] content) {
        sections.add(new Section(name, PROGBITS, ALLOCATED, 0, 0, 0, content));
        return sections.size() - 1;
    }

    /** A global symbol in a section. */
    void defined(String name, int section, long value) {
        symbols.add(new Symbol(name, section, value));
    }

    /** A global symbol that somebody else has. */
    void needed(String name) {
        symbols.add(new Symbol(name, 0, 0));
    }

    byte[] write() {
        addSymbols();
        Strings names = new Strings();
        int[] nameOffsets = new int[sections.size() + 1];
        for (int i = 0; i < sections.size(); i++) {
            nameOffsets[i] = names.add(sections.get(i).name());
        }
        nameOffsets[sections.size()] = names.add(".shstrtab");
        sections.add(new Section(".shstrtab", STRTAB, 0, 0, 0, 0, names.bytes()));

        int[] offsets = new int[sections.size()];
        int at = Elf.HEADER_SIZE;
        for (int i = 1; i < sections.size(); i++) {
            at = aligned(at);
            offsets[i] = at;
            at += sections.get(i).content().length;
        }
        int headers = aligned(at);
        ByteBuffer out = buffer(headers + sections.size() * SECTION_HEADER_SIZE);
        header(out, headers);
        for (int i = 0; i < sections.size(); i++) {
            out.put(offsets[i], sections.get(i).content());
            sectionHeader(out.position(headers + i * SECTION_HEADER_SIZE), nameOffsets[i], offsets[i], sections.get(i));
        }
        return out.array();
    }

    private void addSymbols() {
        Strings names = new Strings();
        ByteBuffer table = buffer((symbols.size() + 1) * Elf.SYMBOL_SIZE);
        table.position(Elf.SYMBOL_SIZE);
        for (Symbol symbol : symbols) {
            table.putInt(names.add(symbol.name())).put((byte) GLOBAL).put((byte) 0).putShort((short) symbol.section());
            table.putLong(symbol.value()).putLong(0);
        }
        int strings = sections.size() + 1;
        sections.add(new Section(".symtab", SYMTAB, 0, strings, 1, Elf.SYMBOL_SIZE, table.array()));
        sections.add(new Section(".strtab", STRTAB, 0, 0, 0, 0, names.bytes()));
    }

    private void header(ByteBuffer out, int headers) {
        out.putInt(Elf.MAGIC).put((byte) Elf.CLASS_64).put((byte) Elf.DATA_LITTLE_ENDIAN).put((byte) Elf.VERSION);
        out.position(16);
        out.putShort((short) RELOCATABLE).putShort((short) Elf.MACHINE_RISCV).putInt(Elf.VERSION);
        out.putLong(0).putLong(0).putLong(headers).putInt(FLAGS);
        out.putShort((short) Elf.HEADER_SIZE).putShort((short) 0).putShort((short) 0);
        out.putShort((short) SECTION_HEADER_SIZE).putShort((short) sections.size());
        out.putShort((short) (sections.size() - 1));
    }

    private static void sectionHeader(ByteBuffer out, int name, int offset, Section section) {
        out.putInt(name).putInt(section.type()).putLong(section.flags()).putLong(0);
        out.putLong(offset).putLong(section.content().length);
        out.putInt(section.link()).putInt(section.info());
        out.putLong(section.type() == 0 ? 0 : ALIGNMENT).putLong(section.entrySize());
    }

    private static int aligned(int offset) {
        return (offset + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A string table. */
    private static final class Strings {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Strings() {
            bytes.write(0);
        }

        int add(String text) {
            if (text.isEmpty()) {
                return 0;
            }
            int offset = bytes.size();
            bytes.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
            bytes.write(0);
            return offset;
        }

        byte[] bytes() {
            return bytes.toByteArray();
        }
    }
}
