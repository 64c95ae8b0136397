package dev.kenari.image.archive;

import dev.kenari.image.EntryType;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads a tar: ustar and pax (POSIX.1-2017, pax), GNU long names and large numbers (tar(5)). Sparse members and
 * multi-volume archives are refused. An archive without its end marker counts as truncated.
 */
public final class TarReader {
    private static final int BLOCK = 512;

    /** No real name or pax header comes near; a hostile size must not become an allocation. */
    private static final long MAX_EXTENSION = 1 << 20;

    /** Writers round up to a record, by default 10 KiB, on tapes up to a few MiB. */
    private static final long MAX_PADDING = 16 << 20;

    private final InputStream in;
    private final Map<String, String> global = new HashMap<>();
    private Bounded content;
    private long position;

    /** The stream stays the caller's. */
    public TarReader(InputStream in) {
        this.in = in;
    }

    /** Moves to the next member, or returns null at the end marker. */
    public TarMember next() throws IOException {
        finishMember();
        Map<String, String> extensions = new HashMap<>(global);
        while (true) {
            byte[] block = in.readNBytes(BLOCK);
            position += block.length;
            if (block.length < BLOCK) {
                throw new CorruptArchiveException("truncated: no end marker");
            }
            if (isZero(block)) {
                return null;
            }
            TarHeader header = TarHeader.parse(block);
            switch (header.flag()) {
                case 'L' -> extensions.put("path", longName(header));
                case 'K' -> extensions.put("linkpath", longName(header));
                case 'x' -> readPax(header, extensions);
                case 'g' -> {
                    readPax(header, global);
                    extensions.putAll(global);
                }
                case 'V' -> extension(header); // a volume's label
                default -> {
                    return member(header, extensions);
                }
            }
        }
    }

    /** The current member's bytes; ends where the member ends. */
    public InputStream content() {
        return content;
    }

    /**
     * Reads what stands behind the end marker, so that a compressed stream's last checksums are verified.
     *
     * @throws IOException also where there is more than padding can be
     */
    public void finish() throws IOException {
        byte[] buffer = new byte[1 << 16];
        long padding = 0;
        for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
            padding += got;
            if (padding > MAX_PADDING) {
                throw new CorruptArchiveException("data behind the end marker");
            }
        }
    }

    private TarMember member(TarHeader header, Map<String, String> extensions) throws IOException {
        if (extensions.keySet().stream().anyMatch(key -> key.startsWith("GNU.sparse."))) {
            throw new CorruptArchiveException("sparse member '" + header.name() + "' is not supported");
        }
        String name = extensions.getOrDefault("path", header.name());
        EntryType type = type(header.flag(), name);
        long size = number(extensions, "size", header.size());
        if (size < 0) {
            throw new CorruptArchiveException("negative size of '" + name + "'");
        }
        if (type != EntryType.FILE && type != EntryType.HARD_LINK) {
            size = 0; // some writers leave a directory's size in its header; no content follows it
        }
        content = new Bounded(in, size);
        return new TarMember(
                name,
                type,
                header.mode() & 07777,
                (int) number(extensions, "uid", header.uid()),
                (int) number(extensions, "gid", header.gid()),
                nanos(extensions.get("mtime"), header.mtimeSeconds()),
                type == EntryType.FILE ? size : 0,
                position,
                extensions.getOrDefault("linkpath", header.linkName()),
                header.major(),
                header.minor());
    }

    private static EntryType type(char flag, String name) throws IOException {
        return switch (flag) {
            case '\0' -> name.endsWith("/") ? EntryType.DIRECTORY : EntryType.FILE;
            case '0', '7' -> EntryType.FILE;
            case '1' -> EntryType.HARD_LINK;
            case '2' -> EntryType.SYMLINK;
            case '3' -> EntryType.CHARACTER_DEVICE;
            case '4' -> EntryType.BLOCK_DEVICE;
            case '5' -> EntryType.DIRECTORY;
            case '6' -> EntryType.FIFO;
            default -> throw new CorruptArchiveException("tar member '" + name + "' of unknown type");
        };
    }

    private void finishMember() throws IOException {
        if (content != null) {
            content.skipRest();
            long padding = -content.length() & (BLOCK - 1);
            Bounded.skipFully(in, padding);
            position = Math.addExact(position, content.length() + padding);
            content = null;
        }
    }

    private byte[] extension(TarHeader header) throws IOException {
        if (header.size() < 0 || header.size() > MAX_EXTENSION) {
            throw new CorruptArchiveException("tar extension header of " + header.size() + " bytes");
        }
        content = new Bounded(in, header.size());
        byte[] bytes = content.readAllBytes();
        finishMember();
        return bytes;
    }

    private String longName(TarHeader header) throws IOException {
        return TarHeader.string(extension(header), 0, (int) header.size());
    }

    /** Records of "LENGTH KEY=VALUE\n"; an empty value takes the key away. */
    private void readPax(TarHeader header, Map<String, String> into) throws IOException {
        String text = new String(extension(header), StandardCharsets.ISO_8859_1);
        int at = 0;
        while (at < text.length()) {
            int space = text.indexOf(' ', at);
            if (space < 0 || space == at || space - at > 7) {
                throw new CorruptArchiveException("bad pax record");
            }
            int end = at + (int) decimal(text.substring(at, space));
            int equals = text.indexOf('=', space);
            if (equals < 0 || equals >= end - 1 || end > text.length() || text.charAt(end - 1) != '\n') {
                throw new CorruptArchiveException("bad pax record");
            }
            String key = text.substring(space + 1, equals);
            String value = text.substring(equals + 1, end - 1);
            if (value.isEmpty()) {
                into.remove(key);
            } else {
                into.put(key, value);
            }
            at = end;
        }
    }

    private static long number(Map<String, String> extensions, String key, long otherwise) throws IOException {
        String value = extensions.get(key);
        return value == null ? otherwise : decimal(value);
    }

    private static long decimal(String digits) throws IOException {
        if (digits.isEmpty() || digits.length() > 18 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new CorruptArchiveException("bad number in pax record");
        }
        return Long.parseLong(digits);
    }

    private static long nanos(String paxSeconds, long seconds) throws IOException {
        if (paxSeconds != null) {
            if (!paxSeconds.matches("-?[0-9]{1,10}(\\.[0-9]{1,30})?")) {
                throw new CorruptArchiveException("bad time in pax record");
            }
            // Ten digits of seconds can exceed what nanoseconds in a long can hold.
            BigDecimal nanos = new BigDecimal(paxSeconds).movePointRight(9);
            return nanos.min(BigDecimal.valueOf(Long.MAX_VALUE))
                    .max(BigDecimal.valueOf(Long.MIN_VALUE))
                    .longValue();
        }
        long limit = Long.MAX_VALUE / 1_000_000_000;
        return Math.clamp(seconds, -limit, limit) * 1_000_000_000;
    }

    private static boolean isZero(byte[] block) {
        for (byte b : block) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }
}
