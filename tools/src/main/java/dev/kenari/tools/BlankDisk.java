package dev.kenari.tools;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.GZIPInputStream;

/**
 * An empty ext4 file system, as mke2fs made it: {@code src/main/sh/blank-disk} keeps what is not zero of it, so that a run needs no mkfs.
 * The resource is compressed by gzip: the size in bytes, then blocks, each with its number before it, and -1 at the end.
 */
final class BlankDisk {
    private static final String RESOURCE = "blank.ext4.gz";
    private static final int BLOCK = 4096;

    private BlankDisk() {}

    /** Writes a new file, sparse where the host's file system has that. */
    static void write(Path file) throws IOException {
        try (InputStream resource = BlankDisk.class.getResourceAsStream(RESOURCE);
                DataInputStream in = new DataInputStream(new BufferedInputStream(new GZIPInputStream(resource)));
                FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE,
                        StandardOpenOption.SPARSE)) {
            long size = in.readLong();
            byte[] block = new byte[BLOCK];
            for (int number = in.readInt(); number >= 0; number = in.readInt()) {
                in.readFully(block);
                write(out, (long) number * BLOCK, block);
            }
            write(out, size - 1, new byte[1]);
            out.force(true);
        }
    }

    private static void write(FileChannel out, long offset, byte[] bytes) throws IOException {
        ByteBuffer from = ByteBuffer.wrap(bytes);
        while (from.hasRemaining()) {
            out.write(from, offset + from.position());
        }
    }
}
