package dev.kenari.machine.device.virtio;

import dev.kenari.machine.bus.DmaWindow;
import dev.kenari.machine.bus.PhysicalMemory;
import java.nio.ByteBuffer;

/**
 * The buffers of one request: first those that the device reads, then those that it writes (the specification, section 2.7.4.2). Each was
 * checked to lie in RAM.
 */
final class DescriptorChain {
    private final PhysicalMemory memory;
    private final DmaWindow window;
    private final int head;
    private final long[] addresses;
    private final long[] lengths;
    private final int readable;
    private int readIndex;
    private long readOffset;
    private int writeIndex;
    private long writeOffset;
    private long written;
    private boolean pinned;

    /** @param readable how many of the buffers, the first ones, are for the device to read */
    DescriptorChain(
            PhysicalMemory memory, DmaWindow window, int head, long[] addresses, long[] lengths, int readable) {
        this.memory = memory;
        this.window = window;
        this.head = head;
        this.addresses = addresses;
        this.lengths = lengths;
        this.readable = readable;
        this.writeIndex = readable;
    }

    /** Keeps the buffers from being taken away; false if the device may not reach them all. */
    boolean pin() {
        for (int i = 0; i < addresses.length; i++) {
            if (!window.pin(addresses[i], lengths[i])) {
                unpin(i);
                return false;
            }
        }
        pinned = true;
        return true;
    }

    /** The device is done with the buffers. */
    void unpin() {
        if (pinned) {
            pinned = false;
            unpin(addresses.length);
        }
    }

    /** That the device makes nothing of the chain, and is done with it. */
    RingError refused(String why) {
        unpin();
        return new RingError(why);
    }

    private void unpin(int count) {
        for (int i = 0; i < count; i++) {
            window.unpin(addresses[i], lengths[i]);
        }
    }

    int head() {
        return head;
    }

    /** Bytes not yet read. */
    long readableBytes() {
        return sum(readIndex, readable) - readOffset;
    }

    /** Bytes of room not yet written. */
    long writableBytes() {
        return sum(writeIndex, lengths.length) - writeOffset;
    }

    private long sum(int from, int to) {
        long sum = 0;
        for (int i = from; i < to; i++) {
            sum += lengths[i];
        }
        return sum;
    }

    /** Bytes written so far. */
    long written() {
        return written;
    }

    /** The next {@code length} bytes to read, or to write, as one piece of memory; null if they are spread over it. Moves nothing. */
    ByteBuffer contiguous(boolean toRead, int length) {
        int index = toRead ? readIndex : writeIndex;
        long offset = toRead ? readOffset : writeOffset;
        int end = toRead ? readable : lengths.length;
        if (index == end) {
            return null;
        }
        long start = addresses[index] + offset;
        for (long have = lengths[index] - offset; have < length; have += lengths[index]) {
            if (++index == end || addresses[index] != start + have) {
                return null;
            }
        }
        return memory.segment().asSlice(start - memory.base(), length).asByteBuffer();
    }

    /** Counts {@code length} bytes as written, by whoever had them as {@link #contiguous}. */
    void wrote(long length) {
        written += length;
    }

    /** Writes the very last byte; nothing more can be written. */
    void writeLast(byte value) {
        int last = lengths.length - 1;
        while (lengths[last] == 0) {
            last--;
        }
        memory.putByte(addresses[last] + lengths[last] - 1, value);
        writeIndex = lengths.length;
        written++;
    }

    /** Reads the next bytes, at most {@code length}; returns how many there were. */
    int read(byte[] into, int offset, int length) {
        int done = 0;
        while (done < length && readIndex < readable) {
            int chunk = (int) Math.min(length - done, lengths[readIndex] - readOffset);
            memory.read(addresses[readIndex] + readOffset, into, offset + done, chunk);
            done += chunk;
            readOffset += chunk;
            if (readOffset == lengths[readIndex]) {
                readIndex++;
                readOffset = 0;
            }
        }
        return done;
    }

    /** Writes the next bytes, as many as there is room for; returns how many. */
    int write(byte[] from, int offset, int length) {
        int done = 0;
        while (done < length && writeIndex < lengths.length) {
            int chunk = (int) Math.min(length - done, lengths[writeIndex] - writeOffset);
            memory.write(addresses[writeIndex] + writeOffset, from, offset + done, chunk);
            done += chunk;
            writeOffset += chunk;
            if (writeOffset == lengths[writeIndex]) {
                writeIndex++;
                writeOffset = 0;
            }
        }
        written += done;
        return done;
    }
}
