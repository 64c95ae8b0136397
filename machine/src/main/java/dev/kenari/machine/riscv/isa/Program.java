package dev.kenari.machine.riscv.isa;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;

/**
 * Assembled code.
 *
 * @param origin address of the first byte
 * @param code the flat image
 * @param symbols labels and constants by name
 */
public record Program(long origin, byte[] code, Map<String, Long> symbols) {
    private static final int EHDR_SIZE = 64;
    private static final int PHDR_SIZE = 56;
    private static final int PAGE = 4096;
    private static final int EM_RISCV = 243;
    private static final int EF_RISCV_RVC_DOUBLE = 5;

    /** The value of a symbol, which must exist. */
    public long symbol(String name) {
        Long value = symbols.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no symbol " + name);
        }
        return value;
    }

    /**
     * A static ELF executable of one read-write-execute segment that starts at {@code _start}, or at the origin if there is no
     * such symbol (System V ABI, chapter 4). The origin must be page-aligned.
     */
    public byte[] elf() {
        if (origin % PAGE != 0) {
            throw new IllegalStateException("origin is not page-aligned");
        }
        ByteBuffer file = ByteBuffer.allocate(PAGE + code.length).order(ByteOrder.LITTLE_ENDIAN);
        // e_ident: 64-bit, little-endian, version 1.
        file.put(new byte[] {0x7F, 'E', 'L', 'F', 2, 1, 1}).position(16);
        file.putShort((short) 2).putShort((short) EM_RISCV).putInt(1);
        file.putLong(symbols.getOrDefault("_start", origin)).putLong(EHDR_SIZE).putLong(0);
        file.putInt(EF_RISCV_RVC_DOUBLE).putShort((short) EHDR_SIZE).putShort((short) PHDR_SIZE).putShort((short) 1);
        // PT_LOAD, RWX.
        file.position(EHDR_SIZE).putInt(1).putInt(7).putLong(PAGE).putLong(origin).putLong(origin);
        file.putLong(code.length).putLong(code.length).putLong(PAGE);
        file.position(PAGE).put(code);
        return file.array();
    }
}
