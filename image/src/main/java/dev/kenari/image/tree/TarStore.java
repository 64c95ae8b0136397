package dev.kenari.image.tree;

import dev.kenari.image.Entry;
import dev.kenari.image.ImageException;
import dev.kenari.image.RootFileSystem;
import dev.kenari.image.archive.TarMember;
import dev.kenari.image.archive.TarWriter;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** A new tar in a directory of its own; what later files replace stays behind in it. */
public final class TarStore implements ContentStore, AutoCloseable {
    private final Path directory;
    private final FileChannel channel;
    private final BufferedOutputStream out;
    private final TarWriter tar;
    private final StagedImage image = new StagedImage(this);

    /** Starts an image in an existing empty directory. */
    public TarStore(Path directory) throws ImageException {
        this.directory = directory;
        try {
            channel = FileChannel.open(
                    directory.resolve(StoredImage.DATA),
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw cannotWrite(e);
        }
        out = new BufferedOutputStream(new Output(Channels.newOutputStream(channel)), 1 << 18);
        tar = new TarWriter(out);
    }

    /** The image whose contents come here. */
    public StagedImage image() {
        return image;
    }

    /** The image as it is now, for reading; what is added later is not in it. */
    public RootFileSystem staged() throws ImageException {
        try {
            out.flush();
        } catch (IOException e) {
            throw cannotWrite(e);
        }
        List<Entry> entries = List.copyOf(image.entries());
        Path data = directory.resolve(StoredImage.DATA);
        return new RootFileSystem() {
            @Override
            public String id() {
                return directory.toString();
            }

            @Override
            public List<Entry> entries() {
                return entries;
            }

            @Override
            public Path contents(Entry entry) {
                return data;
            }
        };
    }

    /** Ends the tar and writes the index; nothing can be added afterwards. */
    public void finish() throws ImageException {
        try {
            tar.finish();
            channel.force(true);
            IndexFile.write(directory.resolve(StoredImage.INDEX), image.entries(), tar.position());
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    @Override
    public void add(TarMember member) throws ImageException {
        try {
            tar.header(member);
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    @Override
    public long add(TarMember member, InputStream content) throws IOException, ImageException {
        add(member);
        try {
            return tar.content(content, member.size());
        } catch (WriteException e) {
            throw cannotWrite(e);
        }
    }

    @Override
    public byte[] read(long offset, int size) throws ImageException {
        ByteBuffer bytes = ByteBuffer.allocate(size);
        try {
            out.flush();
            while (bytes.hasRemaining()) {
                if (channel.read(bytes, offset + bytes.position()) < 0) {
                    throw new IOException("unexpected end of file");
                }
            }
        } catch (IOException e) {
            throw cannotWrite(e);
        }
        return bytes.array();
    }

    @Override
    public void close() throws ImageException {
        try {
            channel.close();
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    private ImageException cannotWrite(IOException e) {
        String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return new ImageException(
                "cannot-write-cache",
                "cannot write " + directory + ": " + reason + "; make room there, or set XDG_CACHE_HOME",
                e);
    }

    /** Tells a failure to write apart from a failure to read what is written. */
    private static final class Output extends FilterOutputStream {
        Output(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int count) throws IOException {
            try {
                out.write(bytes, offset, count);
            } catch (IOException e) {
                throw new WriteException(e);
            }
        }
    }

    private static final class WriteException extends IOException {
        private static final long serialVersionUID = 1L;

        WriteException(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }
}
