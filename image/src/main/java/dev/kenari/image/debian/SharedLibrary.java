package dev.kenari.image.debian;

import dev.kenari.image.ImageException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** As much of an ELF file as ldconfig(8) looks at: whether the guest's loader could load it, and its DT_SONAME. */
final class SharedLibrary {
    private static final int ELF_HEADER = 64;
    private static final int ELF_MAGIC = 0x464c457f; // "\177ELF", little-endian
    private static final int ELFCLASS64_LSB = 0x0102; // e_ident[4] and [5]
    private static final int ET_DYN = 3;
    private static final int EM_RISCV = 243;
    private static final int PROGRAM_HEADER = 56;
    private static final int PT_LOAD = 1;
    private static final int PT_DYNAMIC = 2;
    private static final int DYNAMIC_ENTRY = 16;
    private static final int MAX_DYNAMIC = 1 << 16;
    private static final long DT_NULL = 0;
    private static final long DT_STRTAB = 5;
    private static final long DT_SONAME = 14;
    private static final int MAX_NAME = 256;

    /** A file's bytes. */
    @FunctionalInterface
    interface Source {
        /** The bytes in a range, fewer where the file ends. */
        byte[] read(long offset, int count) throws ImageException;
    }

    private final Source source;
    private final ByteBuffer headers;

    private SharedLibrary(Source source, ByteBuffer headers) {
        this.source = source;
        this.headers = headers;
    }

    /** A library's own name; empty for one that has none, null for what is no riscv64 shared library. */
    static String soname(Source source) throws ImageException {
        try {
            ByteBuffer header = read(source, 0, ELF_HEADER);
            boolean loadable = header.getInt(0) == ELF_MAGIC
                    && header.getShort(4) == ELFCLASS64_LSB
                    && header.getShort(16) == ET_DYN
                    && header.getShort(18) == EM_RISCV;
            if (!loadable) {
                return null;
            }
            int count = header.getShort(56) & 0xffff;
            return new SharedLibrary(source, read(source, header.getLong(32), count * PROGRAM_HEADER)).soname();
        } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
            return null; // ldconfig passes over damaged files, too
        }
    }

    private static ByteBuffer read(Source source, long offset, int count) throws ImageException {
        return ByteBuffer.wrap(source.read(offset, count)).order(ByteOrder.LITTLE_ENDIAN);
    }

    private String soname() throws ImageException {
        for (int header = 0; header < headers.limit(); header += PROGRAM_HEADER) {
            if (headers.getInt(header) == PT_DYNAMIC) {
                int size = (int) Math.clamp(headers.getLong(header + 32), 0, MAX_DYNAMIC);
                return soname(read(source, headers.getLong(header + 8), size));
            }
        }
        return null;
    }

    private String soname(ByteBuffer dynamic) throws ImageException {
        long strings = -1;
        long name = -1;
        for (int at = 0; at + DYNAMIC_ENTRY <= dynamic.limit(); at += DYNAMIC_ENTRY) {
            long tag = dynamic.getLong(at);
            if (tag == DT_NULL) {
                break;
            } else if (tag == DT_STRTAB) {
                strings = dynamic.getLong(at + 8);
            } else if (tag == DT_SONAME) {
                name = dynamic.getLong(at + 8);
            }
        }
        if (name < 0 || strings < 0) {
            return "";
        }
        String text = new String(source.read(fileOffset(strings) + name, MAX_NAME), StandardCharsets.ISO_8859_1);
        int end = text.indexOf('\0');
        return end < 0 || text.lastIndexOf('/', end) >= 0 ? null : text.substring(0, end);
    }

    private long fileOffset(long address) {
        for (int header = 0; header < headers.limit(); header += PROGRAM_HEADER) {
            long start = headers.getLong(header + 16);
            if (headers.getInt(header) == PT_LOAD
                    && address >= start
                    && address - start < headers.getLong(header + 32)) {
                return address - start + headers.getLong(header + 8);
            }
        }
        return address;
    }
}
