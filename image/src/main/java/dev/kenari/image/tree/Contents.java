package dev.kenari.image.tree;

import dev.kenari.image.Entry;
import dev.kenari.image.EntryType;
import dev.kenari.image.RootFileSystem;
import dev.kenari.image.archive.TarMember;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Reads an image's files one after the other, as members of a tar. */
final class Contents implements AutoCloseable {
    private final RootFileSystem image;
    private Path file;
    private FileChannel channel;

    Contents(RootFileSystem image) {
        this.image = image;
    }

    /** An entry as a member of a tar; names are relative, the root is {@code "."}. */
    static TarMember member(Entry entry) {
        boolean link = entry.type() == EntryType.HARD_LINK;
        return new TarMember(
                relative(entry.path()),
                entry.type(),
                entry.mode(),
                entry.uid(),
                entry.gid(),
                entry.mtimeNanos(),
                entry.type() == EntryType.FILE ? entry.size() : 0,
                entry.offset(),
                link ? relative(entry.linkTarget()) : entry.linkTarget(),
                entry.major(),
                entry.minor());
    }

    private static String relative(String path) {
        return path.equals("/") ? "." : path.substring(1);
    }

    /** A FILE's bytes, to be read before the next is asked for; nothing for others. */
    InputStream of(Entry entry) throws IOException {
        if (entry.type() != EntryType.FILE) {
            return InputStream.nullInputStream();
        }
        Path where = image.contents(entry);
        if (!where.equals(file)) {
            close();
            channel = FileChannel.open(where);
            file = where;
        }
        return new Slice(channel, entry.offset(), entry.size());
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }

    private static final class Slice extends InputStream {
        private final FileChannel channel;
        private long position;
        private long left;

        Slice(FileChannel channel, long position, long left) {
            this.channel = channel;
            this.position = position;
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int count) throws IOException {
            int wanted = (int) Math.min(count, left);
            int got = wanted == 0 ? -1 : channel.read(ByteBuffer.wrap(bytes, offset, wanted), position);
            if (got > 0) {
                position += got;
                left -= got;
            }
            return got;
        }
    }
}
