package dev.kenari.process.exec;

import dev.kenari.abi.Elf;
import dev.kenari.abi.Errno;
import dev.kenari.kernel.mm.Frames;
import dev.kenari.kernel.mm.MemoryObject;
import dev.kenari.kernel.mm.MemoryObjects;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The virtual dynamic shared object (vdso(7), "riscv functions"): an ELF shared object of one page that the kernel maps into
 * every program. Each function makes the system call of its name. {@code __vdso_rt_sigreturn} is exactly
 * {@code li a7,139; ecall}: unwinders know a signal frame by these bytes.
 */
public final class Vdso {
    /** Bytes mapped. */
    public static final int SIZE = Frames.SIZE;

    private static final String VERSION = "LINUX_4.15";
    private static final String NAME = "linux-vdso.so.1";
    private static final String SIGRETURN = "__vdso_rt_sigreturn";

    private static final int ECALL = 0x0000_0073;
    private static final int RET = 0x0000_8067;
    private static final int NOP = 0x0000_0013;

    private static final int SYMBOL_GLOBAL_FUNCTION = 0x12;
    private static final int SYMBOL_GLOBAL_OBJECT = 0x11;
    private static final int SECTION_ABSOLUTE = 0xFFF1;
    private static final int TEXT_SECTION = 1;
    private static final int VERSION_BASE = 1;

    /** Each function and the system call that it makes. */
    private static final Map<String, Integer> FUNCTIONS = new LinkedHashMap<>();

    static {
        FUNCTIONS.put(SIGRETURN, 139);
        FUNCTIONS.put("__vdso_clock_gettime", 113);
        FUNCTIONS.put("__vdso_clock_getres", 114);
        FUNCTIONS.put("__vdso_gettimeofday", 169);
        FUNCTIONS.put("__vdso_getcpu", 168);
        FUNCTIONS.put("__vdso_flush_icache", 259);
        FUNCTIONS.put("__vdso_riscv_hwprobe", 258);
    }

    private final ByteBuffer image = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
    private final Map<String, Integer> symbols = new LinkedHashMap<>();

    public Vdso() {
        int dynamicHeaders = Elf.HEADER_SIZE + 2 * Elf.PROGRAM_HEADER_SIZE;
        image.position(align(dynamicHeaders, 16));
        int text = image.position();
        FUNCTIONS.forEach(this::function);
        int textEnd = image.position();
        Strings strings = new Strings();
        int symbolsAt = writeSymbols(strings);
        int hash = writeHash();
        int versions = writeVersions();
        int definitions = writeDefinitions(strings);
        int stringsAt = image.position();
        image.put(strings.bytes());
        int dynamic = align(image.position(), 8);
        image.position(dynamic);
        tag(Elf.DT_SONAME, strings.add(NAME));
        tag(Elf.DT_HASH, hash);
        tag(Elf.DT_STRTAB, stringsAt);
        tag(Elf.DT_SYMTAB, symbolsAt);
        tag(Elf.DT_STRSZ, strings.bytes().length);
        tag(Elf.DT_SYMENT, Elf.SYMBOL_SIZE);
        tag(Elf.DT_VERSYM, versions);
        tag(Elf.DT_VERDEF, definitions);
        tag(Elf.DT_VERDEFNUM, 2);
        tag(Elf.DT_NULL, 0);
        int end = image.position();
        writeHeader(text);
        programHeader(Elf.PT_LOAD, Elf.PF_R | Elf.PF_X, 0, end, Frames.SIZE);
        programHeader(Elf.PT_DYNAMIC, Elf.PF_R, dynamic, end - dynamic, 8);
        assert textEnd <= symbolsAt;
    }

    /** The file's bytes. */
    public byte[] bytes() {
        return image.array().clone();
    }

    /** Where {@code symbol} is, from the start. */
    public int offset(String symbol) {
        return symbols.get(symbol);
    }

    /** Where a signal handler returns to. */
    public int sigreturnOffset() {
        return offset(SIGRETURN);
    }

    /** A memory object that holds the image; the caller has its reference. */
    MemoryObject object(MemoryObjects objects, Frames frames) throws Errno {
        MemoryObject object = objects.anonymous(SIZE);
        frames.memory().write(object.writableFrame(0), image.array(), 0, SIZE);
        return object;
    }

    private void function(String name, int systemCall) {
        symbols.put(name, image.position());
        image.putInt(systemCall << 20 | 17 << 7 | NOP);
        image.putInt(ECALL);
        // The unwinder reads just the two words of a signal frame's return address.
        image.putInt(RET);
        image.putInt(NOP);
    }

    private int writeSymbols(Strings strings) {
        image.position(align(image.position(), 8));
        int at = image.position();
        symbol(0, 0, 0, 0, 0);
        symbol(strings.add(VERSION), SYMBOL_GLOBAL_OBJECT, SECTION_ABSOLUTE, 0, 0);
        for (Map.Entry<String, Integer> entry : symbols.entrySet()) {
            symbol(strings.add(entry.getKey()), SYMBOL_GLOBAL_FUNCTION, TEXT_SECTION, entry.getValue(), 16);
        }
        strings.add(NAME);
        return at;
    }

    private void symbol(int name, int info, int section, long value, long size) {
        image.putInt(name).put((byte) info).put((byte) 0).putShort((short) section).putLong(value).putLong(size);
    }

    /** DT_HASH with one bucket: a chain of all symbols. */
    private int writeHash() {
        int at = image.position();
        int count = symbols.size() + 2;
        image.putInt(1).putInt(count).putInt(1);
        image.putInt(0);
        for (int i = 1; i < count; i++) {
            image.putInt(i + 1 < count ? i + 1 : 0);
        }
        return at;
    }

    private int writeVersions() {
        int at = image.position();
        image.putShort((short) 0);
        for (int i = 0; i <= symbols.size(); i++) {
            image.putShort((short) 2);
        }
        image.position(align(image.position(), 8));
        return at;
    }

    private int writeDefinitions(Strings strings) {
        int at = image.position();
        definition(VERSION_BASE, 1, NAME, strings, true);
        definition(0, 2, VERSION, strings, false);
        return at;
    }

    /** A Verdef and its one Verdaux (LSB, "Symbol Versioning"). */
    private void definition(int flags, int index, String name, Strings strings, boolean more) {
        image.putShort((short) 1).putShort((short) flags).putShort((short) index).putShort((short) 1);
        image.putInt(elfHash(name)).putInt(20).putInt(more ? 28 : 0);
        image.putInt(strings.add(name)).putInt(0);
    }

    private void tag(int tag, long value) {
        image.putLong(tag).putLong(value);
    }

    private void writeHeader(int text) {
        image.position(0);
        image.putInt(Elf.MAGIC);
        image.put((byte) Elf.CLASS_64).put((byte) Elf.DATA_LITTLE_ENDIAN).put((byte) Elf.VERSION);
        image.position(16);
        image.putShort((short) Elf.TYPE_DYN).putShort((short) Elf.MACHINE_RISCV).putInt(Elf.VERSION);
        image.putLong(text).putLong(Elf.HEADER_SIZE).putLong(0).putInt(0);
        image.putShort((short) Elf.HEADER_SIZE).putShort((short) Elf.PROGRAM_HEADER_SIZE).putShort((short) 2);
        image.putShort((short) 64).putShort((short) 0).putShort((short) 0);
    }

    private void programHeader(int type, int flags, long at, long size, long alignment) {
        image.putInt(type).putInt(flags).putLong(at).putLong(at).putLong(at).putLong(size).putLong(size).putLong(alignment);
    }

    private static int align(int value, int alignment) {
        return value + alignment - 1 & -alignment;
    }

    /** The hash function of DT_HASH (gABI, "Hash Table"). */
    static int elfHash(String name) {
        int hash = 0;
        for (char c : name.toCharArray()) {
            hash = (hash << 4) + c;
            int high = hash & 0xF000_0000;
            hash = (hash ^ high >>> 24) & ~high;
        }
        return hash;
    }

    /** A string table; the same string is stored once. */
    private static final class Strings {
        private final StringBuilder text = new StringBuilder("\0");
        private final Map<String, Integer> known = new LinkedHashMap<>();

        int add(String string) {
            return known.computeIfAbsent(string, s -> {
                int at = text.length();
                text.append(s).append('\0');
                return at;
            });
        }

        byte[] bytes() {
            return text.toString().getBytes(StandardCharsets.ISO_8859_1);
        }
    }
}
