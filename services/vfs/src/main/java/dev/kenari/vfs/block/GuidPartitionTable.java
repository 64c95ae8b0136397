package dev.kenari.vfs.block;

import dev.kenari.abi.Errno;
import dev.kenari.drivers.BlockDevice;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/** Reads a disk's GUID partition table (UEFI Specification 2.10, section 5.3): the primary one, or the backup if that is damaged. */
final class GuidPartitionTable {
    private static final long SIGNATURE = 0x5452_4150_2049_4645L;
    private static final int LEAST_HEADER = 92;
    private static final int LEAST_ENTRY = 128;
    private static final int MAX_ENTRIES = 1024;
    private static final int MAX_ENTRY = 4096;

    /**
     * A partition.
     *
     * @param number from 1: its place in the table
     * @param start in sectors
     * @param guid of this one, as text in lower case
     */
    record Entry(int number, long start, long sectors, String guid, String name) {}

    private GuidPartitionTable() {}

    /** Partitions that lie on the disk; none if there is no table. */
    static List<Entry> read(BlockDevice disk) throws Errno {
        if (disk.sectors() < 3) {
            return List.of();
        }
        List<Entry> entries = read(disk, 1);
        return entries != null ? entries : java.util.Objects.requireNonNullElse(read(disk, disk.sectors() - 1), List.of());
    }

    private static List<Entry> read(BlockDevice disk, long sector) throws Errno {
        ByteBuffer header = ByteBuffer.wrap(disk.read(sector, BlockDevice.SECTOR)).order(ByteOrder.LITTLE_ENDIAN);
        int length = header.getInt(12);
        if (header.getLong(0) != SIGNATURE || length < LEAST_HEADER || length > BlockDevice.SECTOR) {
            return null;
        }
        int sum = header.getInt(16);
        header.putInt(16, 0);
        long entriesAt = header.getLong(72);
        int count = header.getInt(80);
        int size = header.getInt(84);
        boolean sane = header.getLong(24) == sector && count > 0 && count <= MAX_ENTRIES
                && size >= LEAST_ENTRY && size <= MAX_ENTRY && size % LEAST_ENTRY == 0;
        if (checksum(header.array(), length) != sum || !sane) {
            return null;
        }
        int bytes = (count * size + BlockDevice.SECTOR - 1) / BlockDevice.SECTOR * BlockDevice.SECTOR;
        if (entriesAt < 0 || entriesAt > disk.sectors() - bytes / BlockDevice.SECTOR) {
            return null;
        }
        byte[] table = disk.read(entriesAt, bytes);
        return checksum(table, count * size) == header.getInt(88) ? entries(disk, table, count, size) : null;
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    private static List<Entry> entries(BlockDevice disk, byte[] table, int count, int size) {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ByteBuffer in = ByteBuffer.wrap(table, i * size, size).slice().order(ByteOrder.LITTLE_ENDIAN);
            long first = in.getLong(32);
            long last = in.getLong(40);
            boolean used = in.getLong(0) != 0 || in.getLong(8) != 0;
            if (used && first > 0 && last >= first && last < disk.sectors()) {
                entries.add(new Entry(i + 1, first, last - first + 1, guid(in), label(in)));
            }
        }
        return entries;
    }

    private static String guid(ByteBuffer in) {
        long end = Long.reverseBytes(in.getLong(24));
        return "%08x-%04x-%04x-%04x-%012x".formatted(
                in.getInt(16), in.getShort(20), in.getShort(22), end >>> 48, end & 0xFFFF_FFFF_FFFFL);
    }

    private static String label(ByteBuffer in) {
        byte[] name = new byte[72];
        in.get(56, name);
        return new String(name, StandardCharsets.UTF_16LE).replaceAll("\0.*", "");
    }
}
