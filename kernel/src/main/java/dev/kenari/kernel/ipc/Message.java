package dev.kenari.kernel.ipc;

import dev.kenari.abi.Errno;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One message: the number of a protocol's method and its arguments, then its result, as flat little-endian bytes. Written and read in
 * the order of the method's signature, by generated code, or as a whole by what takes it to a program. A read beyond what was written is an {@link IndexOutOfBoundsException}.
 */
public final class Message {
    private static final VarHandle SHORT = view(short[].class);
    private static final VarHandle INT = view(int[].class);
    private static final VarHandle LONG = view(long[].class);
    private static final int NULL = -1;
    private static final int LONGEST = 1 << 26;

    private byte[] bytes = new byte[256];
    private int position;
    private int limit;
    private int method;
    private Errno error;
    private int sent;
    private List<Loan> loans = List.of();

    private static VarHandle view(Class<?> array) {
        return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.LITTLE_ENDIAN);
    }

    /** Forgets what it held; a request to {@code method} follows. */
    public void request(int method) {
        this.method = method;
        position = 0;
        limit = 0;
        error = null;
        sent = 0;
        loans = List.of();
    }

    /** Ends the writing of a request: reading starts. */
    public void send() {
        sent = position;
        limit = position;
        position = 0;
    }

    /** The arguments have been read; a result follows. */
    public void reply() {
        position = 0;
        limit = 0;
        error = null;
    }

    /** The call has failed; nothing follows. */
    public void fail(Errno errno) {
        reply();
        error = errno;
    }

    /** Ends the writing of a reply: reading starts. */
    public void deliver() {
        limit = position;
        position = 0;
    }

    public int method() {
        return method;
    }

    /** Why the call failed; null if it did not. */
    public Errno error() {
        return error;
    }

    /** Bytes of the request. */
    public int requestLength() {
        return sent;
    }

    /** Bytes written and not read, of the reply once it is delivered. */
    public int length() {
        return limit;
    }

    /** What memory the request lends to its receiver until the reply. */
    public List<Loan> loans() {
        return loans;
    }

    /** Lends memory with the request. */
    public void lend(Loan loan) {
        if (loan != null) {
            if (loans.isEmpty()) {
                loans = new ArrayList<>(4);
            }
            loans.add(loan);
        }
    }

    private int room(int count) {
        int at = position;
        int end = at + count;
        if (end < 0 || end > LONGEST) {
            throw new IndexOutOfBoundsException("a message of more than " + LONGEST + " bytes");
        }
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(end, bytes.length * 2));
        }
        position = end;
        return at;
    }

    private int take(int count) {
        int at = position;
        if (count < 0 || count > limit - at) {
            throw new IndexOutOfBoundsException(count + " bytes at " + at + " of " + limit);
        }
        position = at + count;
        return at;
    }

    public void putBoolean(boolean value) {
        putByte((byte) (value ? 1 : 0));
    }

    public boolean getBoolean() {
        return getByte() != 0;
    }

    public void putByte(byte value) {
        int at = room(1);
        bytes[at] = value;
    }

    public byte getByte() {
        return bytes[take(1)];
    }

    public void putShort(short value) {
        int at = room(2);
        SHORT.set(bytes, at, value);
    }

    public short getShort() {
        return (short) SHORT.get(bytes, take(2));
    }

    public void putChar(char value) {
        putShort((short) value);
    }

    public char getChar() {
        return (char) getShort();
    }

    public void putInt(int value) {
        int at = room(4);
        INT.set(bytes, at, value);
    }

    public int getInt() {
        return (int) INT.get(bytes, take(4));
    }

    public void putLong(long value) {
        int at = room(8);
        LONG.set(bytes, at, value);
    }

    public long getLong() {
        return (long) LONG.get(bytes, take(8));
    }

    public void putDouble(double value) {
        putLong(Double.doubleToRawLongBits(value));
    }

    public double getDouble() {
        return Double.longBitsToDouble(getLong());
    }

    /** Length of what follows, or -1 for null. An element has at least one byte, so that a length can't promise more than there is. */
    public int getCount() {
        int count = getInt();
        if (count < NULL || count > limit - position) {
            throw new IndexOutOfBoundsException("a count of " + count);
        }
        return count;
    }

    /** UTF-16 units: names may hold what no charset maps (ADR 5). */
    public void putString(String value) {
        if (value == null) {
            putInt(NULL);
            return;
        }
        int length = value.length();
        putInt(length);
        int at = room(2 * length);
        for (int i = 0; i < length; i++) {
            SHORT.set(bytes, at + 2 * i, (short) value.charAt(i));
        }
    }

    public String getString() {
        int length = getCount();
        if (length == NULL) {
            return null;
        }
        int at = take(2 * length);
        char[] chars = new char[length];
        for (int i = 0; i < length; i++) {
            chars[i] = (char) (short) SHORT.get(bytes, at + 2 * i);
        }
        return new String(chars);
    }

    /** What has not been read yet. */
    public byte[] getRest() {
        int at = take(limit - position);
        return Arrays.copyOfRange(bytes, at, limit);
    }

    /** Bytes that were written elsewhere. */
    public void putRest(byte[] value) {
        int at = room(value.length);
        System.arraycopy(value, 0, bytes, at, value.length);
    }

    public void putBytes(byte[] value) {
        if (value == null) {
            putInt(NULL);
            return;
        }
        putInt(value.length);
        int at = room(value.length);
        System.arraycopy(value, 0, bytes, at, value.length);
    }

    public byte[] getBytes() {
        int length = getCount();
        if (length == NULL) {
            return null;
        }
        int at = take(length);
        return Arrays.copyOfRange(bytes, at, at + length);
    }
}
