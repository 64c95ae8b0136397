package dev.kenari.kernel.mm;

import dev.kenari.abi.Errno;
import dev.kenari.machine.bus.PhysicalMemory;
import java.nio.charset.StandardCharsets;

/**
 * Checked copies to and from a program's memory, by virtual address. Pages are faulted in as the program's own access would;
 * what can't be, and registers of a device, is {@link Errno#EFAULT}. May sleep.
 */
public final class UserMemory {
    /** No page starts here. */
    private static final long NONE = -1;

    private final AddressSpace space;
    private final PhysicalMemory memory;
    /** The pages last found, and their frames: what a call touches is near what it touched before. */
    private long readPage = NONE;

    private long readFrame;
    private long writePage = NONE;
    private long writeFrame;

    UserMemory(AddressSpace space, PhysicalMemory memory) {
        this.space = space;
        this.memory = memory;
    }

    public byte getByte(long address) throws Errno {
        return memory.getByte(physical(address, Vma.READ));
    }

    public short getShort(long address) throws Errno {
        if (within(address) > Frames.SIZE - 2) {
            byte[] bytes = read(address, 2);
            return (short) (bytes[0] & 0xFF | bytes[1] << 8);
        }
        return memory.getShort(physical(address, Vma.READ));
    }

    public int getInt(long address) throws Errno {
        if (within(address) > Frames.SIZE - 4) {
            return (getShort(address) & 0xFFFF) | getShort(address + 2) << 16;
        }
        return memory.getInt(physical(address, Vma.READ));
    }

    public long getLong(long address) throws Errno {
        if (within(address) > Frames.SIZE - 8) {
            return (getInt(address) & 0xFFFF_FFFFL) | (long) getInt(address + 4) << 32;
        }
        return memory.getLong(physical(address, Vma.READ));
    }

    public void putByte(long address, int value) throws Errno {
        memory.putByte(physical(address, Vma.WRITE), (byte) value);
    }

    public void putShort(long address, int value) throws Errno {
        if (within(address) > Frames.SIZE - 2) {
            putByte(address, value);
            putByte(address + 1, value >> 8);
        } else {
            memory.putShort(physical(address, Vma.WRITE), (short) value);
        }
    }

    public void putInt(long address, int value) throws Errno {
        if (within(address) > Frames.SIZE - 4) {
            putShort(address, value);
            putShort(address + 2, value >> 16);
        } else {
            memory.putInt(physical(address, Vma.WRITE), value);
        }
    }

    public void putLong(long address, long value) throws Errno {
        if (within(address) > Frames.SIZE - 8) {
            putInt(address, (int) value);
            putInt(address + 4, (int) (value >> 32));
        } else {
            memory.putLong(physical(address, Vma.WRITE), value);
        }
    }

    public byte[] read(long address, int length) throws Errno {
        byte[] bytes = new byte[length];
        read(address, bytes, 0, length);
        return bytes;
    }

    public void read(long address, byte[] into, int offset, int length) throws Errno {
        for (int done = 0; done < length; ) {
            int chunk = Math.min(length - done, Frames.SIZE - within(address + done));
            memory.read(physical(address + done, Vma.READ), into, offset + done, chunk);
            done += chunk;
        }
    }

    public void write(long address, byte[] from) throws Errno {
        write(address, from, 0, from.length);
    }

    public void write(long address, byte[] from, int offset, int length) throws Errno {
        for (int done = 0; done < length; ) {
            int chunk = Math.min(length - done, Frames.SIZE - within(address + done));
            memory.write(physical(address + done, Vma.WRITE), from, offset + done, chunk);
            done += chunk;
        }
    }

    public void fill(long address, long length, int value) throws Errno {
        for (long done = 0; done < length; ) {
            int chunk = (int) Math.min(length - done, Frames.SIZE - within(address + done));
            memory.fill(physical(address + done, Vma.WRITE), chunk, (byte) value);
            done += chunk;
        }
    }

    /**
     * The NUL-terminated string at {@code address}, one char a byte.
     *
     * @throws Errno EFAULT, or ENAMETOOLONG if there is no NUL in the first {@code limit} bytes
     */
    public String readString(long address, int limit) throws Errno {
        StringBuilder text = new StringBuilder();
        byte[] buffer = new byte[Math.min(limit, 256)];
        for (int done = 0; done < limit; ) {
            int chunk = Math.min(Math.min(buffer.length, limit - done), Frames.SIZE - within(address + done));
            memory.read(physical(address + done, Vma.READ), buffer, 0, chunk);
            int end = 0;
            while (end < chunk && buffer[end] != 0) {
                end++;
            }
            text.append(new String(buffer, 0, end, StandardCharsets.ISO_8859_1));
            if (end < chunk) {
                return text.toString();
            }
            done += chunk;
        }
        throw Errno.ENAMETOOLONG;
    }

    /** Atomically replaces the aligned 32-bit word at {@code address} if it is {@code expected}; returns what was there. */
    public int compareAndExchangeInt(long address, int expected, int value) throws Errno {
        if ((address & 3) != 0) {
            throw Errno.EINVAL;
        }
        return AtomicWords.compareAndExchange(memory, physical(address, Vma.WRITE), expected, value);
    }

    /** What was found before is no longer so. */
    void forget() {
        readPage = NONE;
        writePage = NONE;
    }

    /** The physical address behind {@code address}, faulted in for {@code access}; valid until the next sleep. */
    public long physical(long address, int access) throws Errno {
        long page = address & -Frames.SIZE;
        if (access == Vma.WRITE) {
            if (page != writePage) {
                writeFrame = frame(address, access);
                writePage = page;
            }
            return writeFrame | address - page;
        }
        if (access != Vma.READ) {
            return frame(address, access) | address - page;
        }
        if (page != readPage) {
            readFrame = frame(address, access);
            readPage = page;
        }
        return readFrame | address - page;
    }

    private long frame(long address, int access) throws Errno {
        if (address < 0 || address >= AddressSpace.TOP) {
            throw Errno.EFAULT;
        }
        long need = PageTable.VALID | PageTable.USER
                | (access == Vma.WRITE ? PageTable.WRITE : access == Vma.READ ? PageTable.READ : PageTable.EXECUTE);
        while (true) {
            long slot = space.table().find(address);
            long pte = slot == 0 ? 0 : memory.getLong(slot);
            if ((pte & need) == need) {
                if (access == Vma.WRITE && (pte & PageTable.DIRTY) == 0) {
                    memory.putLong(slot, pte | PageTable.DIRTY);
                }
                return inMemory(PageTable.frame(pte));
            }
            if (space.fault(address, access) != null) {
                throw Errno.EFAULT;
            }
        }
    }

    private long inMemory(long frame) throws Errno {
        if (!memory.contains(frame, Frames.SIZE)) {
            throw Errno.EFAULT;
        }
        return frame;
    }

    private static int within(long address) {
        return (int) (address & Frames.SIZE - 1);
    }
}
