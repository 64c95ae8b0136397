package dev.kenari.drivers;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.component.Protocol;
import dev.kenari.kernel.component.Repeatable;
import java.util.List;

/**
 * A disk, or a part of one: sectors of 512 bytes that can be read and written in any order. Every transfer sleeps until the device
 * has done it, whatever signals arrive; others may call meanwhile, and what is under way at the same time happens in any order.
 * Beyond the end: EIO. A write that has ended may sit in the device's cache until {@link #flush}; what was never flushed may survive a
 * loss of power in part, sector by sector, in any order.
 */
@Protocol
@Repeatable
public interface BlockDevice {
    int SECTOR = 512;

    /** As /dev calls it, such as {@code vda1}. */
    String name();

    /** Size in sectors. */
    long sectors();

    default BlockLimits limits() {
        return BlockLimits.PLAIN;
    }

    default BlockStatistics statistics() {
        return BlockStatistics.NONE;
    }

    /** Every change is EROFS. */
    boolean readOnly();

    /** @param length in bytes, a multiple of {@link #SECTOR} */
    byte[] read(long sector, int length) throws Errno;

    /** Writes all blocks, in any order and at once where the device can; the first error is thrown when all have ended. */
    void write(List<BlockWrite> writes) throws Errno;

    /** Moves data between the device and physical memory, as {@link #write} in any order and at once. */
    void transfer(List<BlockTransfer> transfers) throws Errno;

    /** Everything whose write had ended before the call is stable on return. */
    void flush() throws Errno;

    /** The content is not needed any more; what is read there afterwards is undefined. EOPNOTSUPP. */
    void discard(long sector, long sectors) throws Errno;

    /** What is read there afterwards is zero. EOPNOTSUPP. */
    void writeZeroes(long sector, long sectors) throws Errno;
}
