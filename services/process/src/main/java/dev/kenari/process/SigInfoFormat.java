package dev.kenari.process;

import dev.kenari.abi.Signal;
import dev.kenari.abi.SignalCode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** {@link SigInfo} as programs see it: siginfo_t (asm-generic/siginfo.h) and signalfd_siginfo (signalfd(2)). */
public final class SigInfoFormat {
    /** Bytes of either structure. */
    public static final int BYTES = 128;

    private static final long NANOS_PER_TICK = 10_000_000;

    /** Which members of siginfo_t's union mean something. */
    private enum Layout {
        KILL,
        TIMER,
        QUEUE,
        CHILD,
        FAULT,
        POLL,
        SYSTEM_CALL
    }

    private SigInfoFormat() {}

    private static Layout layout(int signal, int code) {
        if (code > Signal.SI_USER && code < Signal.SI_KERNEL) {
            return switch (signal) {
                case Signal.ILL, Signal.FPE, Signal.SEGV, Signal.BUS, Signal.TRAP -> Layout.FAULT;
                case Signal.CHLD -> Layout.CHILD;
                case Signal.SYS -> Layout.SYSTEM_CALL;
                default -> code <= SignalCode.POLL_HUP ? Layout.POLL : Layout.KILL;
            };
        }
        return switch (code) {
            case Signal.SI_TIMER -> Layout.TIMER;
            case SignalCode.SI_SIGIO -> Layout.POLL;
            default -> code < 0 ? Layout.QUEUE : Layout.KILL;
        };
    }

    /** siginfo_t. */
    public static byte[] encode(SigInfo info) {
        ByteBuffer out = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(0, info.signal()).putInt(4, info.errno()).putInt(8, info.code());
        switch (layout(info.signal(), info.code())) {
            case KILL -> out.putInt(16, info.pid()).putInt(20, info.uid());
            case TIMER -> out.putInt(16, info.pid()).putInt(20, info.status()).putLong(24, info.value());
            case QUEUE -> out.putInt(16, info.pid()).putInt(20, info.uid()).putLong(24, info.value());
            case CHILD ->
                out.putInt(16, info.pid())
                        .putInt(20, info.uid())
                        .putInt(24, info.status())
                        .putLong(32, info.userNanos() / NANOS_PER_TICK)
                        .putLong(40, info.systemNanos() / NANOS_PER_TICK);
            case FAULT -> out.putLong(16, info.value());
            case POLL -> out.putLong(16, info.value()).putInt(24, info.status());
            case SYSTEM_CALL -> out.putLong(16, info.value()).putInt(24, info.status()).putInt(28, info.pid());
        }
        return out.array();
    }

    /** The siginfo_t that a program gives to rt_sigqueueinfo(2), with {@code signal} in its place. */
    public static SigInfo decode(int signal, byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int errno = in.getInt(4);
        int code = in.getInt(8);
        return switch (layout(signal, code)) {
            case KILL -> new SigInfo(signal, errno, code, in.getInt(16), in.getInt(20), 0, 0, 0, 0);
            case TIMER -> new SigInfo(signal, errno, code, in.getInt(16), 0, in.getLong(24), in.getInt(20), 0, 0);
            case QUEUE -> new SigInfo(signal, errno, code, in.getInt(16), in.getInt(20), in.getLong(24), 0, 0, 0);
            case CHILD ->
                new SigInfo(signal, errno, code, in.getInt(16), in.getInt(20), 0, in.getInt(24),
                        in.getLong(32) * NANOS_PER_TICK, in.getLong(40) * NANOS_PER_TICK);
            case FAULT -> new SigInfo(signal, errno, code, 0, 0, in.getLong(16), 0, 0, 0);
            case POLL -> new SigInfo(signal, errno, code, 0, 0, in.getLong(16), in.getInt(24), 0, 0);
            case SYSTEM_CALL ->
                new SigInfo(signal, errno, code, in.getInt(28), 0, in.getLong(16), in.getInt(24), 0, 0);
        };
    }

    /** signalfd_siginfo. */
    public static byte[] encodeForSignalfd(SigInfo info) {
        ByteBuffer out = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(0, info.signal()).putInt(4, info.errno()).putInt(8, info.code());
        switch (layout(info.signal(), info.code())) {
            case KILL -> out.putInt(12, info.pid()).putInt(16, info.uid());
            case TIMER ->
                out.putInt(24, info.pid())
                        .putInt(32, info.status())
                        .putInt(44, (int) info.value())
                        .putLong(48, info.value());
            case QUEUE ->
                out.putInt(12, info.pid())
                        .putInt(16, info.uid())
                        .putInt(44, (int) info.value())
                        .putLong(48, info.value());
            case CHILD ->
                out.putInt(12, info.pid())
                        .putInt(16, info.uid())
                        .putInt(40, info.status())
                        .putLong(56, info.userNanos() / NANOS_PER_TICK)
                        .putLong(64, info.systemNanos() / NANOS_PER_TICK);
            case FAULT -> out.putLong(72, info.value());
            case POLL -> out.putInt(28, (int) info.value()).putInt(20, info.status());
            case SYSTEM_CALL -> out.putLong(88, info.value()).putInt(84, info.status()).putInt(96, info.pid());
        }
        return out.array();
    }
}
