package dev.kenari.machine.device;

import dev.kenari.machine.bus.MmioDevice;
import dev.kenari.machine.bus.PhysicalMemory;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A host file as a read-only memory that copies itself into RAM on demand: a device of our own. Registers, in bytes:
 *
 * <pre>
 * 00 (8) SIZE     of the memory; read-only
 * 08 (8) OFFSET   in the memory of the first byte to copy
 * 10 (8) ADDRESS  in RAM to copy to
 * 18 (4) LENGTH   writing it copies that many bytes, at once
 * 1c (4) STATUS   of the last copy, read-only: 0 done, 1 nothing copied or the host failed to read
 * </pre>
 *
 * The file is mapped, so that its pages are shared with every other board that has it; it must not be cut short meanwhile (then
 * copies fail).
 */
public final class RomDevice implements MmioDevice, AutoCloseable {
    static final int SIZE = 0x00;
    static final int OFFSET = 0x08;
    static final int ADDRESS = 0x10;
    static final int LENGTH = 0x18;
    static final int STATUS = 0x1C;

    static final int DONE = 0;
    static final int FAILED = 1;

    private final PhysicalMemory memory;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment content;
    private long offset;
    private long address;
    private int status;

    public RomDevice(PhysicalMemory memory, Path file) throws IOException {
        this.memory = memory;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            content = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
        } catch (IOException e) {
            arena.close();
            throw e;
        }
    }

    @Override
    public synchronized long read(long register, int width) {
        if (register >= STATUS) {
            return RegisterSlice.part(status, register - STATUS, width);
        }
        return switch ((int) register & -Long.BYTES) {
            case SIZE -> RegisterSlice.part(content.byteSize(), register, width);
            case OFFSET -> RegisterSlice.part(offset, register - OFFSET, width);
            case ADDRESS -> RegisterSlice.part(address, register - ADDRESS, width);
            default -> 0;
        };
    }

    @Override
    public synchronized void write(long register, int width, long value) {
        switch ((int) register & -Long.BYTES) {
            case OFFSET -> offset = RegisterSlice.replace(offset, register - OFFSET, width, value);
            case ADDRESS -> address = RegisterSlice.replace(address, register - ADDRESS, width, value);
            case LENGTH -> {
                if (register == LENGTH) {
                    status = copy(value & 0xFFFF_FFFFL) ? DONE : FAILED;
                }
            }
            default -> {} // Read-only, or nothing there.
        }
    }

    private boolean copy(long length) {
        if (offset < 0 || length > content.byteSize() - offset || !memory.contains(address, length)) {
            return false;
        }
        try {
            MemorySegment.copy(content, offset, memory.segment(), address - memory.base(), length);
            return true;
        } catch (InternalError e) {
            // What the JVM makes of a mapped page that the host can't read.
            return false;
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
