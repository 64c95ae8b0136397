package dev.kenari.vfs.block;

import dev.kenari.abi.Errno;
import dev.kenari.drivers.BlockDevice;
import dev.kenari.drivers.BlockLimits;
import dev.kenari.kernel.ipc.Grant;
import dev.kenari.kernel.mm.Frames;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The ioctl(2) requests of block devices (linux/fs.h). */
public final class BlockIoctls {
    private static final int BLKROGET = 0x125E;
    private static final int BLKRRPART = 0x125F;
    private static final int BLKGETSIZE = 0x1260;
    private static final int BLKFLSBUF = 0x1261;
    private static final int BLKRASET = 0x1262;
    private static final int BLKRAGET = 0x1263;
    private static final int BLKSECTGET = 0x1267;
    private static final int BLKSSZGET = 0x1268;
    private static final int BLKDISCARD = 0x1277;
    private static final int BLKIOMIN = 0x1278;
    private static final int BLKIOOPT = 0x1279;
    private static final int BLKALIGNOFF = 0x127A;
    private static final int BLKPBSZGET = 0x127B;
    private static final int BLKDISCARDZEROES = 0x127C;
    private static final int BLKROTATIONAL = 0x127E;
    private static final int BLKZEROOUT = 0x127F;
    private static final int BLKBSZGET = 0x8008_1270;
    private static final int BLKBSZSET = 0x4008_1271;
    private static final int BLKGETSIZE64 = 0x8008_1272;

    private static final int READ_AHEAD_SECTORS = 2048;
    private static final int MAX_SECTORS = 1024;

    private final BlockLayer layer;
    private final BlockVolume volume;

    public BlockIoctls(BlockLayer layer, BlockVolume volume) {
        this.layer = layer;
        this.volume = volume;
    }

    /** @param writable how the file is open */
    public long run(int request, boolean writable, Grant memory) throws Errno {
        BlockLimits limits = volume.device().limits();
        switch (request) {
            case BLKROGET -> put(memory, volume.device().readOnly() ? 1 : 0, Integer.BYTES);
            case BLKRRPART -> layer.rescan(volume);
            case BLKGETSIZE -> put(memory, volume.device().sectors(), Long.BYTES);
            case BLKGETSIZE64 -> put(memory, volume.size(), Long.BYTES);
            case BLKFLSBUF -> volume.forgetPages();
            case BLKRAGET -> put(memory, READ_AHEAD_SECTORS, Long.BYTES);
            case BLKRASET -> {} // The read-ahead is what it is.
            case BLKSECTGET -> put(memory, MAX_SECTORS, Short.BYTES);
            case BLKSSZGET -> put(memory, limits.logicalBlock(), Integer.BYTES);
            case BLKPBSZGET, BLKIOMIN -> put(memory, limits.physicalBlock(), Integer.BYTES);
            case BLKBSZGET -> put(memory, Frames.SIZE, Integer.BYTES);
            case BLKBSZSET -> {
                int size = (int) get(memory, 0, Integer.BYTES);
                if (size < limits.logicalBlock() || size > Frames.SIZE || Integer.bitCount(size) != 1) {
                    throw Errno.EINVAL;
                }
            }
            case BLKIOOPT, BLKALIGNOFF, BLKDISCARDZEROES -> put(memory, 0, Integer.BYTES);
            case BLKROTATIONAL -> put(memory, 0, Short.BYTES);
            case BLKDISCARD -> erase(memory, writable, true);
            case BLKZEROOUT -> erase(memory, writable, false);
            default -> throw Errno.ENOTTY;
        }
        return 0;
    }

    private void erase(Grant memory, boolean writable, boolean discard) throws Errno {
        long offset = get(memory, 0, Long.BYTES);
        long length = get(memory, Long.BYTES, Long.BYTES);
        if (!writable) {
            throw Errno.EBADF;
        }
        int block = volume.device().limits().logicalBlock();
        boolean inside = offset >= 0 && length >= 0 && offset <= volume.size() && length <= volume.size() - offset;
        if (!inside || offset % block != 0 || length % block != 0) {
            throw Errno.EINVAL;
        }
        erase(offset, length, discard);
    }

    /** Also the device's fallocate(2). Dirty pages around the range are written first, since they are dropped. */
    public void erase(long offset, long length, boolean discard) throws Errno {
        long first = offset >>> Frames.SHIFT;
        long end = offset + length + Frames.SIZE - 1 >>> Frames.SHIFT;
        volume.cache().writeBack(first, end);
        if (discard) {
            volume.device().discard(offset / BlockDevice.SECTOR, length / BlockDevice.SECTOR);
        } else {
            volume.device().writeZeroes(offset / BlockDevice.SECTOR, length / BlockDevice.SECTOR);
        }
        volume.cache().drop(first, end);
    }

    private long get(Grant memory, int at, int width) throws Errno {
        byte[] bytes = new byte[Long.BYTES];
        volume.kernel().granted().read(memory, at, bytes, 0, width);
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }

    private void put(Grant memory, long value, int width) throws Errno {
        byte[] bytes = new byte[Long.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(value);
        volume.kernel().granted().write(memory, 0, bytes, 0, width);
    }
}
