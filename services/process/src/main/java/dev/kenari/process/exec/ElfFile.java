package dev.kenari.process.exec;

import dev.kenari.abi.Elf;
import dev.kenari.abi.Errno;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * An ELF executable or shared object for riscv64: its header and program headers, checked as Linux checks them.
 *
 * @param type {@link Elf#TYPE_EXEC} or {@link Elf#TYPE_DYN}
 * @param headersOffset where the program headers lie in the file
 * @param interpreter path from PT_INTERP, or null
 */
record ElfFile(int type, long entry, long headersOffset, List<Segment> segments, String interpreter) {
    private static final int MAX_HEADERS_BYTES = 65_536;
    private static final int PATH_MAX = 4096;

    private static final int TYPE = 16;
    private static final int MACHINE = 18;
    private static final int ENTRY = 24;
    private static final int PROGRAM_HEADERS_OFFSET = 32;
    private static final int PROGRAM_HEADER_SIZE = 54;
    private static final int PROGRAM_HEADER_COUNT = 56;

    /** Whether the file begins as an ELF file does. */
    static boolean hasMagic(byte[] start) {
        return start.length >= 4 && little(start).getInt(0) == Elf.MAGIC;
    }

    /** ENOEXEC for what is no program of this machine, or broken. */
    static ElfFile parse(FileReader file) throws Errno {
        byte[] bytes = file.read(0, Elf.HEADER_SIZE);
        if (bytes.length < Elf.HEADER_SIZE || !hasMagic(bytes)) {
            throw Errno.ENOEXEC;
        }
        ByteBuffer header = little(bytes);
        int type = header.getShort(TYPE) & 0xFFFF;
        boolean riscv64 = (header.getShort(MACHINE) & 0xFFFF) == Elf.MACHINE_RISCV && header.get(4) == Elf.CLASS_64;
        int count = header.getShort(PROGRAM_HEADER_COUNT) & 0xFFFF;
        if (type != Elf.TYPE_EXEC && type != Elf.TYPE_DYN
                || !riscv64
                || header.get(5) != Elf.DATA_LITTLE_ENDIAN
                || header.getShort(PROGRAM_HEADER_SIZE) != Elf.PROGRAM_HEADER_SIZE
                || count == 0
                || count * Elf.PROGRAM_HEADER_SIZE > MAX_HEADERS_BYTES) {
            throw Errno.ENOEXEC;
        }
        long offset = header.getLong(PROGRAM_HEADERS_OFFSET);
        List<Segment> segments = segments(readFully(file, offset, count * Elf.PROGRAM_HEADER_SIZE), count);
        return new ElfFile(type, header.getLong(ENTRY), offset, segments, interpreter(file, segments));
    }

    private static List<Segment> segments(ByteBuffer table, int count) {
        List<Segment> segments = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int at = i * Elf.PROGRAM_HEADER_SIZE;
            segments.add(new Segment(
                    table.getInt(at),
                    table.getInt(at + 4),
                    table.getLong(at + 8),
                    table.getLong(at + 16),
                    table.getLong(at + 32),
                    table.getLong(at + 40),
                    table.getLong(at + 48)));
        }
        return List.copyOf(segments);
    }

    private static String interpreter(FileReader file, List<Segment> segments) throws Errno {
        for (Segment segment : segments) {
            if (segment.type() == Elf.PT_INTERP) {
                if (segment.fileSize() < 2 || segment.fileSize() > PATH_MAX) {
                    throw Errno.ENOEXEC;
                }
                int length = (int) segment.fileSize();
                byte[] path = readFully(file, segment.offset(), length).array();
                if (path[length - 1] != 0) {
                    throw Errno.ENOEXEC;
                }
                String text = new String(path, StandardCharsets.ISO_8859_1);
                return text.substring(0, text.indexOf('\0'));
            }
        }
        return null;
    }

    private static ByteBuffer readFully(FileReader file, long offset, int length) throws Errno {
        if (offset < 0 || offset > Long.MAX_VALUE - length) {
            throw Errno.ENOEXEC;
        }
        byte[] bytes = file.read(offset, length);
        if (bytes.length < length) {
            throw Errno.ENOEXEC;
        }
        return little(bytes);
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The segments to map. */
    List<Segment> loads() {
        return segments.stream().filter(s -> s.type() == Elf.PT_LOAD).toList();
    }

    /** Whether the stack is to be executable: PT_GNU_STACK says so. */
    boolean executableStack() {
        boolean executable = false;
        for (Segment segment : segments) {
            if (segment.type() == Elf.PT_GNU_STACK) {
                executable = (segment.flags() & Elf.PF_X) != 0;
            }
        }
        return executable;
    }
}
