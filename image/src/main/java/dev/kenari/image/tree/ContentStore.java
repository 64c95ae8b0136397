package dev.kenari.image.tree;

import dev.kenari.image.ImageException;
import dev.kenari.image.archive.TarMember;
import java.io.IOException;
import java.io.InputStream;

/** Where the contents of a staged image's files are. */
interface ContentStore {
    /** Notes a member without content. */
    void add(TarMember member) throws ImageException;

    /**
     * Keeps a FILE's bytes and returns their offset.
     *
     * @throws IOException when the stream cannot be read or is short
     * @throws ImageException when the bytes cannot be kept
     */
    long add(TarMember member, InputStream content) throws IOException, ImageException;

    /** Reads bytes back. */
    byte[] read(long offset, int size) throws ImageException;
}
