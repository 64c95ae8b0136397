package dev.kenari.vfs.block;

import dev.kenari.abi.Errno;
import dev.kenari.drivers.BlockDevice;
import dev.kenari.drivers.BlockTransfer;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.mm.Frames;
import dev.kenari.kernel.mm.MemoryObject;
import dev.kenari.kernel.mm.Pager;
import dev.kenari.kernel.module.ModuleReference;
import java.util.ArrayList;
import java.util.List;

/**
 * A disk or partition as the vfs knows it: its number, its page cache, and who uses it. The cache holds pages while a file is open on the
 * device; the last close writes them back and forgets them, so that a file system beneath which they would change reads what it wrote.
 */
public class BlockVolume implements Pager {
    private final Kernel kernel;
    private final BlockDevice device;
    private final long number;
    private final BlockVolume whole;
    private final int partition;
    private final int minors;
    private final ModuleReference owner;
    private final long start;
    private final MemoryObject cache;
    private Object holder;
    private int claimedPartitions;
    private int openers;
    private boolean gone;

    /**
     * A disk.
     *
     * @param number {@link dev.kenari.vfs.DeviceNumber}
     * @param minors numbers that it has with its partitions
     * @param owner is held while it is open or claimed
     */
    BlockVolume(Kernel kernel, BlockDevice device, long number, int minors, ModuleReference owner) {
        this(kernel, device, number, null, 0, 0, minors, owner);
    }

    /**
     * A partition of {@code whole}.
     *
     * @param partition from 1
     * @param start in sectors
     */
    BlockVolume(BlockDevice device, long number, BlockVolume whole, int partition, long start) {
        this(whole.kernel, device, number, whole, partition, start, 1, whole.owner);
    }

    private BlockVolume(
            Kernel kernel,
            BlockDevice device,
            long number,
            BlockVolume whole,
            int partition,
            long start,
            int minors,
            ModuleReference owner) {
        this.kernel = kernel;
        this.minors = minors;
        this.owner = owner;
        this.device = device;
        this.number = number;
        this.whole = whole;
        this.partition = partition;
        this.start = start;
        this.cache = kernel.objects().paged(this, 0, size());
    }

    public BlockDevice device() {
        return device;
    }

    public Kernel kernel() {
        return kernel;
    }

    public String name() {
        return device.name();
    }

    public long number() {
        return number;
    }

    /** Bytes. */
    public long size() {
        return device.sectors() * BlockDevice.SECTOR;
    }

    /** The disk, which may be this itself. */
    public BlockVolume disk() {
        return whole == null ? this : whole;
    }

    /** From 1; 0 for a whole disk. */
    public int partition() {
        return partition;
    }

    /** Numbers of a disk: itself and its partitions. */
    int minors() {
        return minors;
    }

    /** Where it begins on its disk, in sectors. */
    public long start() {
        return start;
    }

    /** Of a loop device the file that it shows; else empty. */
    public String backing() {
        return "";
    }

    /** Where in that file it begins, in bytes. */
    public long backingOffset() {
        return 0;
    }

    /** Of a loop device whether it lets go of its file with its last user. */
    public boolean autoclear() {
        return false;
    }

    /** Its pages. */
    public MemoryObject cache() {
        return cache;
    }

    /** ENXIO if the device has been taken away. */
    public void open() throws Errno {
        if (gone) {
            throw Errno.ENXIO;
        }
        owner.acquire();
        openers++;
        cache.retain();
    }

    /** Ends what {@link #open} began. Sleeps. */
    public void close() {
        try {
            if (openers == 1) {
                cache.writeBack();
            }
        } catch (Errno e) {
            kernel.log().warn(name() + ": pages lost at the last close: " + e);
        } finally {
            if (--openers == 0 && !cache.isMapped()) {
                cache.drop(0, Long.MAX_VALUE);
            }
            cache.release();
            checkUnused();
            owner.release();
        }
    }

    private void checkUnused() {
        if (openers == 0 && holder == null) {
            try {
                unused();
            } catch (Errno e) {
                kernel.log().warn(name() + ": " + e);
            }
        }
    }

    /** Nobody has the device open or claimed any more. May sleep. */
    protected void unused() throws Errno {}

    /** Everything written through the cache is stable on return. */
    public void sync() throws Errno {
        if (isOpen() && !device.readOnly()) {
            cache.writeBack();
            device.flush();
        }
    }

    public boolean isOpen() {
        return openers > 0;
    }

    /** Makes {@code who} the only one who may use the device as its own: a mount, or an open with O_EXCL. EBUSY. */
    public void claim(Object who) throws Errno {
        if (gone) {
            throw Errno.ENXIO;
        }
        if (holder != null || claimedPartitions > 0 || whole != null && whole.holder != null) {
            throw Errno.EBUSY;
        }
        owner.acquire();
        holder = who;
        disk().claimedPartitions += whole == null ? 0 : 1;
    }

    public void unclaim(Object who) {
        if (holder == who) {
            holder = null;
            disk().claimedPartitions -= whole == null ? 0 : 1;
            checkUnused();
            owner.release();
        }
    }

    public boolean isClaimed() {
        return holder != null;
    }

    /** BLKFLSBUF, and before a file system takes over: what is cached is written, and read again when it is wanted. */
    public void forgetPages() throws Errno {
        cache.writeBack();
        if (!cache.isMapped()) {
            cache.drop(0, Long.MAX_VALUE);
        }
    }

    /** The device changed size. */
    void resized() throws Errno {
        cache.resize(size());
    }

    /** The device goes away; whoever has it open gets errors. */
    void remove() {
        gone = true;
        cache.release();
    }

    @Override
    public void pageIn(long key, long index, long frame) throws Errno {
        pagesIn(key, index, new long[] {frame});
    }

    @Override
    public void pageOut(long key, long index, long frame) throws Errno {
        pagesOut(key, index, new long[] {frame});
    }

    @Override
    public void pagesIn(long key, long first, long[] into) throws Errno {
        move(false, first, into);
    }

    @Override
    public void pagesOut(long key, long first, long[] from) throws Errno {
        move(true, first, from);
    }

    private void move(boolean write, long first, long[] pages) throws Errno {
        List<BlockTransfer> transfers = new ArrayList<>(pages.length);
        for (int i = 0; i < pages.length; i++) {
            long offset = first + i << Frames.SHIFT;
            int length = (int) Math.min(Frames.SIZE, size() - offset);
            if (length > 0) {
                transfers.add(new BlockTransfer(write, offset / BlockDevice.SECTOR, pages[i], length));
            }
        }
        device.transfer(transfers);
    }
}
