package dev.kenari.modules.brd;

import dev.kenari.abi.Errno;
import dev.kenari.drivers.BlockDevice;
import dev.kenari.drivers.BlockLimits;
import dev.kenari.drivers.BlockTransfer;
import dev.kenari.drivers.BlockWrite;
import dev.kenari.kernel.mm.Frames;
import dev.kenari.machine.bus.PhysicalMemory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A disk whose pages are frames of memory, taken when they are first written. */
final class RamDisk implements BlockDevice {
    private static final int SECTORS_PER_PAGE = Frames.SIZE / SECTOR;
    private static final long UNLIMITED = 1 << 22;

    private final Frames frames;
    private final PhysicalMemory memory;
    private final String name;
    private final long sectors;
    private final Map<Long, Long> pages = new HashMap<>();

    RamDisk(Frames frames, String name, long kilobytes) {
        this.frames = frames;
        this.memory = frames.memory();
        this.name = name;
        this.sectors = kilobytes * 1024 / SECTOR;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long sectors() {
        return sectors;
    }

    @Override
    public BlockLimits limits() {
        return new BlockLimits(SECTOR, Frames.SIZE, false, UNLIMITED, UNLIMITED, "");
    }

    @Override
    public boolean readOnly() {
        return false;
    }

    /** A piece of a transfer that lies within one page of the disk. */
    @FunctionalInterface
    private interface Piece {
        /** @param page number; @param within offset in the page; @param done bytes before it; @param length bytes */
        void move(long page, int within, int done, int length) throws Errno;
    }

    private void each(long sector, long length, Piece piece) throws Errno {
        if (sector < 0 || sector > sectors || length / SECTOR > sectors - sector) {
            throw Errno.EIO;
        }
        long at = sector * SECTOR;
        for (long done = 0; done < length; ) {
            int within = (int) (at + done & Frames.SIZE - 1);
            int count = (int) Math.min(Frames.SIZE - within, length - done);
            piece.move(at + done >>> Frames.SHIFT, within, (int) done, count);
            done += count;
        }
    }

    private long pageToWrite(long page) throws Errno {
        Long frame = pages.get(page);
        if (frame == null) {
            frame = frames.allocateZeroed();
            pages.put(page, frame);
        }
        return frame;
    }

    @Override
    public byte[] read(long sector, int length) throws Errno {
        byte[] bytes = new byte[length];
        each(sector, length, (page, within, done, count) -> {
            Long frame = pages.get(page);
            if (frame != null) {
                memory.read(frame + within, bytes, done, count);
            }
        });
        return bytes;
    }

    @Override
    public void write(List<BlockWrite> writes) throws Errno {
        for (BlockWrite write : writes) {
            each(write.sector(), write.bytes().length, (page, within, done, count) ->
                    memory.write(pageToWrite(page) + within, write.bytes(), done, count));
        }
    }

    @Override
    public void transfer(List<BlockTransfer> transfers) throws Errno {
        for (BlockTransfer transfer : transfers) {
            each(transfer.sector(), transfer.length(), (page, within, done, count) -> {
                if (transfer.write()) {
                    memory.copy(transfer.address() + done, pageToWrite(page) + within, count);
                } else if (pages.containsKey(page)) {
                    memory.copy(pages.get(page) + within, transfer.address() + done, count);
                } else {
                    memory.fill(transfer.address() + done, count, (byte) 0);
                }
            });
        }
    }

    /** There is nothing behind the memory. */
    @Override
    public void flush() {}

    @Override
    public void discard(long sector, long count) throws Errno {
        writeZeroes(sector, count);
    }

    /** Whole pages go back to the kernel. */
    @Override
    public void writeZeroes(long sector, long count) throws Errno {
        if (sector < 0 || count < 0 || sector > sectors || count > sectors - sector) {
            throw Errno.EIO;
        }
        for (long at = sector; at < sector + count; ) {
            long page = at / SECTORS_PER_PAGE;
            long end = Math.min((page + 1) * SECTORS_PER_PAGE, sector + count);
            Long frame = pages.get(page);
            if (frame != null && end - at == SECTORS_PER_PAGE) {
                frames.release(pages.remove(page));
            } else if (frame != null) {
                memory.fill(frame + at % SECTORS_PER_PAGE * SECTOR, (end - at) * SECTOR, (byte) 0);
            }
            at = end;
        }
    }

    /** Gives all memory back. */
    void clear() {
        pages.values().forEach(frames::release);
        pages.clear();
    }
}
