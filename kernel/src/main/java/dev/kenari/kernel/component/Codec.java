package dev.kenari.kernel.component;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** Writes values of one type as bytes and reads them back; derived from the type by {@link Codecs}. */
interface Codec {
    void write(DataOutputStream out, Object value) throws IOException;

    Object read(DataInputStream in) throws IOException;
}
