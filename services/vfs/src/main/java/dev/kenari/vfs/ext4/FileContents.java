package dev.kenari.vfs.ext4;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.drivers.BlockDevice;
import dev.kenari.drivers.BlockTransfer;
import dev.kenari.kernel.component.ComponentMemory;
import dev.kenari.kernel.component.Environment;
import dev.kenari.kernel.mm.Frames;
import dev.kenari.kernel.mm.PageCache;
import dev.kenari.kernel.mm.PageLoan;
import dev.kenari.kernel.mm.PageStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The content of regular files, between the page cache and the disk. Blocks are allocated when dirty pages are written back; until then
 * room for them is only set aside. A page is on the device before the block map that leads to it can be committed (data=ordered).
 */
final class FileContents implements PageStore {
    /** How many extents one operation frees or makes at most, so that it fits into the log. */
    private static final int EXTENTS_PER_OPERATION = 64;
    private final Volume volume;
    private final ComponentMemory memory;
    private final int blockSize;
    private final int blocksPerPage;
    private final Map<Integer, PageCache> objects = new HashMap<>();
    /** By inode: its dirty pages, each with the blocks set aside for it. */
    private final Map<Integer, TreeMap<Long, Integer>> dirty = new HashMap<>();

    FileContents(Volume volume, Environment environment) {
        this.volume = volume;
        this.memory = environment.memory();
        this.blockSize = volume.superblock().blockSize;
        this.blocksPerPage = Frames.SIZE / blockSize;
    }

    /** Tells of the page cache of an inode. */
    void attach(int inode, PageCache object) {
        objects.put(inode, object);
    }

    /** The page cache is gone, and with it what was dirty. */
    void detach(int inode) {
        objects.remove(inode);
        forgetDirty(inode, 0, Long.MAX_VALUE);
    }

    private void forgetDirty(int inode, long first, long end) {
        TreeMap<Long, Integer> pages = dirty.get(inode);
        if (pages == null) {
            return;
        }
        var gone = pages.subMap(first, end);
        int blocks = 0;
        for (int count : gone.values()) {
            blocks += count;
        }
        volume.blocks().setAside(-blocks);
        gone.clear();
        if (pages.isEmpty()) {
            dirty.remove(inode);
        }
    }

    /** The page cache ends at {@code size} now: no page beyond will be written back. */
    void forgetBeyond(int inode, long size) {
        forgetDirty(inode, size + Frames.SIZE - 1 >>> Frames.SHIFT, Long.MAX_VALUE);
    }

    /** Whether pages from {@code index} on are dirty. */
    boolean dirtyFrom(int inode, long index) {
        TreeMap<Long, Integer> pages = dirty.get(inode);
        return pages != null && pages.ceilingKey(index) != null;
    }

    @Override
    public void willDirty(long key, long index) throws Errno {
        if (volume.readOnly()) {
            throw Errno.EROFS;
        }
        int inode = (int) key;
        if (dirty.containsKey(inode) && dirty.get(inode).containsKey(index)) {
            return;
        }
        int needed = volume.look(() -> {
            Ext4Inode file = volume.used(inode);
            BlockMap.checkWritable(file);
            if (file.has(Ext4Inode.IMMUTABLE)) {
                throw Errno.EPERM;
            }
            int holes = 0;
            for (long block = index * blocksPerPage; block < (index + 1) * blocksPerPage; block++) {
                holes += BlockMap.find(volume, file, block).isHole() ? 1 : 0;
            }
            volume.blocks().checkRoom(holes);
            return holes;
        });
        if (dirty.computeIfAbsent(inode, i -> new TreeMap<>()).putIfAbsent(index, needed) == null) {
            volume.blocks().setAside(needed);
        }
    }

    private static long[] frames(List<PageLoan> loans) {
        long[] frames = new long[loans.size()];
        for (int i = 0; i < frames.length; i++) {
            frames[i] = loans.get(i).address();
        }
        return frames;
    }

    @Override
    public void pagesIn(long key, long first, List<PageLoan> loans) throws Errno {
        long[] into = frames(loans);
        List<BlockTransfer> transfers = new ArrayList<>();
        long size = volume.look(() -> {
            Ext4Inode file = volume.used((int) key);
            if (file.has(Ext4Inode.INLINE_DATA)) {
                copyInline(InlineData.read(volume, file), first, into);
                return file.size();
            }
            long end = Math.min((first + into.length) * blocksPerPage, blocksOf(file.size()));
            for (long at = first * blocksPerPage; at < end; ) {
                Extent extent = BlockMap.find(volume, file, at);
                long stop = Math.min(end, extent.end());
                if (extent.hasData()) {
                    addTransfers(transfers, false, extent.part(at, stop), first, into);
                }
                at = stop;
            }
            return file.size();
        });
        if (!transfers.isEmpty()) {
            volume.device().transfer(transfers);
        }
        zeroBeyond(size, first, into);
    }

    private void copyInline(byte[] content, long first, long[] into) {
        for (int i = 0; i < into.length; i++) {
            long offset = first + i << Frames.SHIFT;
            if (offset < content.length) {
                memory.write(into[i], content, (int) offset, (int) Math.min(Frames.SIZE, content.length - offset));
            }
        }
    }

    private long blocksOf(long bytes) {
        return (bytes + blockSize - 1) / blockSize;
    }

    /** Moves the blocks of an extent between the device and the pages, whose frames are anywhere. */
    private void addTransfers(List<BlockTransfer> to, boolean write, Extent extent, long first, long[] pages) {
        for (long block = extent.first(); block < extent.end(); ) {
            int within = (int) (block % blocksPerPage);
            int count = (int) Math.min(blocksPerPage - within, extent.end() - block);
            long address = pages[(int) (block / blocksPerPage - first)] + (long) within * blockSize;
            long sector = extent.locate(block) * (blockSize / BlockDevice.SECTOR);
            to.add(new BlockTransfer(write, sector, address, count * blockSize));
            block += count;
        }
    }

    private void zeroBeyond(long size, long first, long[] pages) {
        for (int i = 0; i < pages.length; i++) {
            long offset = first + i << Frames.SHIFT;
            if (size < offset + Frames.SIZE) {
                int from = (int) Math.max(0, size - offset);
                memory.fill(pages[i] + from, Frames.SIZE - from, (byte) 0);
            }
        }
    }

    @Override
    public void pagesOut(long key, long first, List<PageLoan> loans) throws Errno {
        long[] from = frames(loans);
        int number = (int) key;
        long end = first + from.length;
        volume.writeBack(() -> {
            // Both may have changed while this waited for its turn.
            PageCache object = objects.get(number);
            long size = object == null ? 0 : object.size();
            if (first << Frames.SHIFT >= size) {
                return null;
            }
            zeroBeyond(size, first, from);
            Ext4Inode file = volume.used(number);
            BlockMap.checkWritable(file);
            List<BlockTransfer> transfers = new ArrayList<>();
            long stop = Math.min(end * blocksPerPage, blocksOf(size));
            for (long at = first * blocksPerPage; at < stop; ) {
                Extent extent = map(file, at, stop);
                addTransfers(transfers, true, extent, first, from);
                at = extent.end();
            }
            volume.device().transfer(transfers);
            // What is still dirty behind these pages brings its own part of the size.
            long reached = dirtyFrom(number, end) ? Math.min(size, end << Frames.SHIFT) : size;
            if (reached > file.size()) {
                volume.edit(file).setSize(reached);
            }
            return null;
        });
        forgetDirty(number, first, end);
    }

    /** The blocks from {@code at} to {@code stop} or less, allocated and about to be written. */
    private Extent map(Ext4Inode file, long at, long stop) throws Errno {
        ExtentTree tree = new ExtentTree(volume, file);
        Extent extent = tree.find(at);
        if (extent.isHole()) {
            return allocate(tree, file, at, Math.min(stop, extent.end()), false);
        }
        Extent part = extent.part(at, Math.min(stop, extent.end()));
        if (part.unwritten()) {
            tree.markWritten(part.first(), part.end());
        }
        return part;
    }

    private Extent allocate(ExtentTree tree, Ext4Inode file, long at, long end, boolean unwritten) throws Errno {
        Extent before = at == 0 ? Extent.hole(0, 1) : tree.find(at - 1);
        long goal = before.isHole() ? volume.blocks().goal(file) : before.locate(at - 1) + 1;
        long most = Math.min(end - at, unwritten ? Extent.MAX_UNWRITTEN : Extent.MAX_WRITTEN);
        Extent run = volume.blocks().allocate(goal, most);
        Extent made = new Extent(at, run.length(), run.start(), unwritten);
        tree.insert(made);
        volume.edit(file);
        file.addBlocks(run.length(), blockSize);
        return made;
    }

    /** The file's size changes; blocks beyond it are freed. */
    void truncate(int number, long size, long now) throws Errno {
        boolean done = volume.change(() -> {
            Ext4Inode file = volume.used(number);
            BlockMap.checkWritable(file);
            boolean shrinks = size < file.size();
            volume.edit(file).setSize(size);
            file.touch(now);
            if (!shrinks) {
                return true;
            }
            volume.orphans().add(file);
            return false;
        });
        if (!done) {
            finish(number, true);
        }
    }

    /** Frees what an orphan that nobody has open has beyond its size, and all of it if it has no name. */
    void finish(int number) throws Errno {
        finish(number, false);
    }

    private void finish(int number, boolean open) throws Errno {
        while (!volume.change(() -> finishPart(number, open))) {}
    }

    private boolean finishPart(int number, boolean open) throws Errno {
        Ext4Inode inode = volume.used(number);
        boolean nameless = inode.links() == 0;
        boolean deleted = nameless && !open;
        long from = deleted ? 0 : blocksOf(inode.size());
        if (inode.has(Ext4Inode.EXTENTS)
                && new ExtentTree(volume, inode).remove(from, Extent.END, EXTENTS_PER_OPERATION) < Extent.END) {
            return false;
        }
        if (deleted) {
            new AttributeStore(volume, inode).release();
        }
        if (deleted || !nameless) {
            volume.orphans().remove(inode);
        }
        if (deleted) {
            volume.inodes().free(inode, volume.now() / 1_000_000_000);
        }
        return true;
    }

    /** fallocate(2), as {@link dev.kenari.vfs.FileSystem#allocate}. */
    void allocate(int number, int mode, long offset, long length, long now) throws Errno {
        long size = objects.get(number).size();
        long end = offset + length;
        switch (mode & ~Fcntl.FALLOC_FL_KEEP_SIZE) {
            case 0 -> reserve(number, offset / blockSize, blocksOf(end));
            case Fcntl.FALLOC_FL_PUNCH_HOLE -> punch(number, offset, end, size);
            case Fcntl.FALLOC_FL_ZERO_RANGE -> {
                punch(number, offset, end, size);
                reserve(number, offset / blockSize, blocksOf(end));
            }
            case Fcntl.FALLOC_FL_COLLAPSE_RANGE -> shift(number, offset, length, size, false);
            case Fcntl.FALLOC_FL_INSERT_RANGE -> shift(number, offset, length, size, true);
            default -> throw Errno.EOPNOTSUPP;
        }
        volume.change(() -> {
            volume.edit(volume.used(number)).touch(now);
            return null;
        });
    }

    private void reserve(int number, long from, long to) throws Errno {
        if (to > Extent.END) {
            throw Errno.EFBIG;
        }
        long at = from;
        while (at < to) {
            long start = at;
            at = volume.change(() -> {
                Ext4Inode file = volume.used(number);
                BlockMap.checkWritable(file);
                ExtentTree tree = new ExtentTree(volume, file);
                long next = start;
                for (int made = 0; next < to && made < EXTENTS_PER_OPERATION; ) {
                    Extent extent = tree.find(next);
                    if (extent.isHole()) {
                        extent = allocate(tree, file, next, Math.min(to, extent.end()), true);
                        made++;
                    }
                    next = extent.end();
                }
                return next;
            });
        }
    }

    /** Frees the pages that lie wholly between two offsets; the last page of the file is whole if all that it has lies there. */
    private void punch(int number, long offset, long end, long size) throws Errno {
        long first = offset + Frames.SIZE - 1 >>> Frames.SHIFT;
        long last = (end >= size ? end + Frames.SIZE - 1 : end) >>> Frames.SHIFT;
        forgetDirty(number, first, Math.max(first, last));
        long to = Math.min(last * blocksPerPage, Extent.END);
        long at = first * blocksPerPage;
        while (at < to) {
            long start = at;
            at = volume.change(() -> {
                Ext4Inode file = volume.used(number);
                BlockMap.checkWritable(file);
                return new ExtentTree(volume, file).remove(start, to, EXTENTS_PER_OPERATION);
            });
        }
    }

    /** Takes a range out of the file, or puts a hole in; what is behind it moves, in one operation. */
    private void shift(int number, long offset, long length, long size, boolean inserts) throws Errno {
        if (((offset | length) & blockSize - 1) != 0 || (inserts ? offset : offset + length) >= size) {
            throw Errno.EINVAL;
        }
        if (inserts && length > Extent.END * blockSize - size) {
            throw Errno.EFBIG;
        }
        long from = offset / blockSize;
        long count = length / blockSize;
        forgetDirty(number, offset >>> Frames.SHIFT, Long.MAX_VALUE);
        volume.change(() -> {
            Ext4Inode file = volume.used(number);
            BlockMap.checkWritable(file);
            ExtentTree tree = new ExtentTree(volume, file);
            if (inserts) {
                tree.shift(from, count);
            } else {
                tree.remove(from, from + count, Integer.MAX_VALUE);
                tree.shift(from + count, -count);
            }
            volume.edit(file).setSize(inserts ? size + length : size - length);
            return null;
        });
    }

    /** Where data is at or after {@code offset}; -1 if nowhere before {@code size}. */
    long next(int number, long offset, long size, boolean data) throws Errno {
        return volume.look(() -> {
            Ext4Inode file = volume.used(number);
            if (file.has(Ext4Inode.INLINE_DATA)) {
                return data ? offset : -1L;
            }
            for (long at = offset / blockSize; at < blocksOf(size); ) {
                Extent extent = BlockMap.find(volume, file, at);
                if (extent.hasData() == data) {
                    return Math.max(offset, at * blockSize);
                }
                at = extent.end();
            }
            return -1L;
        });
    }
}
