package dev.kenari.image.archive;

import dev.kenari.image.EntryType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Makes archives for tests. */
public final class Archives {
    private Archives() {}

    /** A tar member with content. */
    public record Member(TarMember header, byte[] content) {}

    public static Member file(String name, int mode, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.ISO_8859_1);
        return new Member(member(name, EntryType.FILE, mode, bytes.length, ""), bytes);
    }

    public static Member directory(String name) {
        return new Member(member(name, EntryType.DIRECTORY, 0755, 0, ""), new byte[0]);
    }

    public static Member symlink(String name, String target) {
        return new Member(member(name, EntryType.SYMLINK, 0777, 0, target), new byte[0]);
    }

    public static Member hardLink(String name, String target) {
        return new Member(member(name, EntryType.HARD_LINK, 0644, 0, target), new byte[0]);
    }

    public static TarMember member(String name, EntryType type, int mode, long size, String link) {
        return new TarMember(name, type, mode, 0, 0, 1_700_000_000_000_000_000L, size, 0, link, 0, 0);
    }

    public static byte[] tar(List<Member> members) {
        var bytes = new ByteArrayOutputStream();
        TarWriter tar = new TarWriter(bytes);
        try {
            for (Member member : members) {
                tar.header(member.header);
                if (member.header.type() == EntryType.FILE) {
                    tar.content(new ByteArrayInputStream(member.content), member.content.length);
                }
            }
            tar.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    public static byte[] ar(Map<String, byte[]> members) {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes("!<arch>\n".getBytes(StandardCharsets.US_ASCII));
        members.forEach((name, content) -> {
            String header = "%-16s%-12d%-6d%-6d%-8s%-10d`\n".formatted(name, 0, 0, 0, "100644", content.length);
            bytes.writeBytes(header.getBytes(StandardCharsets.US_ASCII));
            bytes.writeBytes(content);
            if (content.length % 2 != 0) {
                bytes.write('\n');
            }
        });
        return bytes.toByteArray();
    }

    public static byte[] xz(byte[] content) {
        var bytes = new ByteArrayOutputStream();
        try (XZOutputStream out = new XZOutputStream(bytes, new LZMA2Options(0))) {
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    public static byte[] gzip(byte[] content) {
        var bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
