package dev.kenari.vfs.unix;

import dev.kenari.abi.Capability;
import dev.kenari.abi.Errno;
import dev.kenari.abi.Sockets;
import dev.kenari.abi.Words;
import dev.kenari.vfs.file.Client;

/** The options of socket(7) that a socket keeps, whether they mean something to its family or not. */
final class SocketOptions {
    private static final int DEFAULT_BUFFER = 212_992;
    private static final int MAXIMUM_BUFFER = 212_992;
    private static final int MINIMUM_SEND_BUFFER = 4608;
    private static final int MINIMUM_RECEIVE_BUFFER = 2304;
    private static final long NANOS = 1_000_000_000L;

    private int sendBuffer = DEFAULT_BUFFER;
    private int receiveBuffer = DEFAULT_BUFFER;
    private long sendTimeout;
    private long receiveTimeout;
    private int receiveLowWater = 1;
    private int priority;
    private int lingerOn;
    private int lingerSeconds;
    private boolean passCredentials;
    private int flags;

    int sendBuffer() {
        return sendBuffer;
    }

    boolean passCredentials() {
        return passCredentials;
    }

    void setPassCredentials(boolean value) {
        passCredentials = value;
    }

    /** Nanoseconds; 0 for ever. */
    long sendTimeout() {
        return sendTimeout;
    }

    /** Nanoseconds; 0 for ever. */
    long receiveTimeout() {
        return receiveTimeout;
    }

    int receiveLowWater() {
        return receiveLowWater;
    }

    /** Those that need no more than this object. ENOPROTOOPT. */
    byte[] get(int name) throws Errno {
        return switch (name) {
            case Sockets.SO_SNDBUF -> Words.ofInt(sendBuffer);
            case Sockets.SO_RCVBUF -> Words.ofInt(receiveBuffer);
            case Sockets.SO_PASSCRED -> Words.ofInt(passCredentials ? 1 : 0);
            case Sockets.SO_RCVLOWAT -> Words.ofInt(receiveLowWater);
            case Sockets.SO_SNDLOWAT -> Words.ofInt(1);
            case Sockets.SO_PRIORITY -> Words.ofInt(priority);
            case Sockets.SO_RCVTIMEO -> timeval(receiveTimeout);
            case Sockets.SO_SNDTIMEO -> timeval(sendTimeout);
            case Sockets.SO_LINGER -> {
                byte[] linger = new byte[8];
                Words.putInt(linger, 0, lingerOn);
                Words.putInt(linger, 4, lingerSeconds);
                yield linger;
            }
            default -> {
                if (!isFlag(name)) {
                    throw Errno.ENOPROTOOPT;
                }
                yield Words.ofInt(flags >>> name & 1);
            }
        };
    }

    private static boolean isFlag(int name) {
        return switch (name) {
            case Sockets.SO_DEBUG,
                    Sockets.SO_REUSEADDR,
                    Sockets.SO_DONTROUTE,
                    Sockets.SO_BROADCAST,
                    Sockets.SO_KEEPALIVE,
                    Sockets.SO_OOBINLINE,
                    Sockets.SO_REUSEPORT -> true;
            default -> false;
        };
    }

    void set(Client client, int name, byte[] value) throws Errno {
        if (value.length < Integer.BYTES) {
            throw Errno.EINVAL;
        }
        int number = Words.getInt(value, 0);
        switch (name) {
            case Sockets.SO_SNDBUF -> sendBuffer = buffer(number, MINIMUM_SEND_BUFFER, MAXIMUM_BUFFER);
            case Sockets.SO_RCVBUF -> receiveBuffer = buffer(number, MINIMUM_RECEIVE_BUFFER, MAXIMUM_BUFFER);
            case Sockets.SO_SNDBUFFORCE, Sockets.SO_RCVBUFFORCE -> {
                if (!client.capable(Capability.NET_ADMIN)) {
                    throw Errno.EPERM;
                }
                if (name == Sockets.SO_SNDBUFFORCE) {
                    sendBuffer = buffer(number, MINIMUM_SEND_BUFFER, Integer.MAX_VALUE / 2);
                } else {
                    receiveBuffer = buffer(number, MINIMUM_RECEIVE_BUFFER, Integer.MAX_VALUE / 2);
                }
            }
            case Sockets.SO_PASSCRED -> passCredentials = number != 0;
            case Sockets.SO_RCVLOWAT -> receiveLowWater = number < 0 ? Integer.MAX_VALUE : Math.max(1, number);
            case Sockets.SO_PRIORITY -> priority = number;
            case Sockets.SO_RCVTIMEO -> receiveTimeout = nanos(value);
            case Sockets.SO_SNDTIMEO -> sendTimeout = nanos(value);
            case Sockets.SO_LINGER -> {
                if (value.length < 8) {
                    throw Errno.EINVAL;
                }
                lingerOn = number == 0 ? 0 : 1;
                lingerSeconds = Words.getInt(value, 4);
            }
            default -> {
                if (!isFlag(name)) {
                    throw Errno.ENOPROTOOPT;
                }
                flags = number == 0 ? flags & ~(1 << name) : flags | 1 << name;
            }
        }
    }

    /** The kernel doubles what it is asked for, to allow for its own overhead (socket(7)). */
    private static int buffer(int wanted, int minimum, int maximum) {
        return Math.max(minimum, Math.min(wanted < 0 ? Integer.MAX_VALUE : wanted, maximum) * 2);
    }

    private static byte[] timeval(long nanos) {
        byte[] bytes = new byte[16];
        Words.putLong(bytes, 0, nanos / NANOS);
        Words.putLong(bytes, 8, nanos % NANOS / 1000);
        return bytes;
    }

    private static long nanos(byte[] timeval) throws Errno {
        if (timeval.length < 16) {
            throw Errno.EINVAL;
        }
        long seconds = Words.getLong(timeval, 0);
        long micros = Words.getLong(timeval, 8);
        if (micros < 0 || micros >= 1_000_000) {
            throw Errno.EDOM;
        }
        return seconds < 0 || seconds > Long.MAX_VALUE / NANOS / 2 ? 0 : seconds * NANOS + micros * 1000;
    }
}
