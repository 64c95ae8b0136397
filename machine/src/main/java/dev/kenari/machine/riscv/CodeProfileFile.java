package dev.kenari.machine.riscv;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import dev.kenari.machine.riscv.CodeProfile.Page;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * A {@link CodeProfile} on disk, big-endian: {@link #MAGIC}, a CRC-32C of the rest, the number of pages, and for each page its
 * fingerprint (8 bytes), the numbers of hot slots and of jumps (2 bytes each), a bit for each slot that ran (256 bytes, lowest
 * bit first), the hot slots (2 bytes each) and the jumps (4 bytes each). Pages that a run has met lately come first.
 *
 * <p>Written aside and renamed. Of two runs that write at once, one's findings are lost.
 */
final class CodeProfileFile {
    /** "Kenari" and the version of the format. */
    private static final long MAGIC = 0x4B65_6E61_7269_0001L;

    /** Of about 400 bytes each. Those that no run has met for longest are forgotten. */
    static final int MOST_PAGES = 4096;

    private static final int SLOTS = 2048;
    private static final int MOST_HOT = 256;
    private static final int MOST_JUMPS = 512;
    private static final int LONGEST_PAGE = 12 + SLOTS / Byte.SIZE + 2 * MOST_HOT + 4 * MOST_JUMPS;
    private static final int HEADER = 16;

    private CodeProfileFile() {}

    /** The pages in {@code file}; none if it is missing, damaged, too long, or of another version. */
    static Map<Long, Page> read(Path file) {
        try {
            if (Files.size(file) > HEADER + (long) MOST_PAGES * LONGEST_PAGE) {
                return Map.of();
            }
            ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file));
            if (in.getLong() != MAGIC || in.getInt() != checksum(in)) {
                return Map.of();
            }
            Map<Long, Page> pages = new LinkedHashMap<>();
            for (int left = in.getInt(); left > 0; left--) {
                pages.put(in.getLong(), page(in));
            }
            return pages;
        } catch (IOException | BufferUnderflowException e) {
            return Map.of();
        }
    }

    private static int checksum(ByteBuffer in) {
        CRC32C checksum = new CRC32C();
        checksum.update(in.duplicate());
        return (int) checksum.getValue();
    }

    private static Page page(ByteBuffer in) {
        int hots = Short.toUnsignedInt(in.getShort());
        int jumps = Short.toUnsignedInt(in.getShort());
        byte[] ran = new byte[SLOTS / Byte.SIZE];
        in.get(ran);
        Set<Integer> hot = HashSet.newHashSet(hots);
        for (int i = 0; i < hots; i++) {
            hot.add(in.getShort() & SLOTS - 1);
        }
        Set<Integer> jump = HashSet.newHashSet(jumps);
        for (int i = 0; i < jumps; i++) {
            int packed = in.getInt();
            if (Page.source(packed) >= 0 && Page.source(packed) < SLOTS) {
                jump.add(packed);
            }
        }
        return new Page(BitSet.valueOf(ran), hot, jump);
    }

    /** Replaces {@code file} by its own pages and {@code pages}, of which {@code met} come first. */
    static void write(Path file, Map<Long, Page> pages, Set<Long> met) throws IOException {
        Map<Long, Page> all = new LinkedHashMap<>();
        met.forEach(fingerprint -> all.put(fingerprint, pages.get(fingerprint)));
        read(file).forEach((fingerprint, page) -> all.merge(fingerprint, page, Page::and));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(Math.min(all.size(), MOST_PAGES));
        int written = 0;
        for (Map.Entry<Long, Page> entry : all.entrySet()) {
            if (written++ < MOST_PAGES) {
                out.writeLong(entry.getKey());
                write(entry.getValue(), out);
            }
        }
        ByteBuffer content = ByteBuffer.wrap(bytes.toByteArray());
        ByteBuffer whole = ByteBuffer.allocate(Long.BYTES + Integer.BYTES + content.remaining());
        whole.putLong(MAGIC).putInt(checksum(content)).put(content);
        Files.createDirectories(file.getParent());
        Path aside = Files.createTempFile(file.getParent(), file.getFileName().toString(), ".new");
        try {
            Files.write(aside, whole.array());
            Files.move(aside, file, ATOMIC_MOVE, REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    private static void write(Page page, DataOutputStream out) throws IOException {
        int[] hot = page.hot().stream().mapToInt(i -> i).limit(MOST_HOT).toArray();
        int[] jumps = page.jumps().stream().mapToInt(i -> i).limit(MOST_JUMPS).toArray();
        out.writeShort(hot.length);
        out.writeShort(jumps.length);
        byte[] ran = page.ran().toByteArray();
        out.write(Arrays.copyOf(ran, SLOTS / Byte.SIZE));
        for (int slot : hot) {
            out.writeShort(slot);
        }
        for (int jump : jumps) {
            out.writeInt(jump);
        }
    }
}
