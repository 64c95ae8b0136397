package dev.kenari.linux.syscall;

import dev.kenari.abi.Capability;
import dev.kenari.abi.Errno;
import dev.kenari.kernel.trace.KernelLog;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** syslog(2): the kernel's messages. */
final class Syslog {
    private static final int READ_ALL = 3;
    private static final int READ_CLEAR = 4;
    private static final int CLEAR = 5;
    private static final int CONSOLE_OFF = 6;
    private static final int CONSOLE_LEVEL = 8;
    private static final int SIZE_BUFFER = 10;
    private static final int BUFFER_BYTES = 1 << 18;
    private static final long SECOND = 1_000_000_000;

    private Syslog() {}

    static long syslog(Call call) throws Errno {
        int type = call.intArgument(0);
        if (type != READ_ALL && type != SIZE_BUFFER
                && !call.processes().credentials(call.tid()).can(Capability.SYSLOG)) {
            throw Errno.EPERM;
        }
        return switch (type) {
            case READ_ALL -> read(call);
            case READ_CLEAR -> {
                long count = read(call);
                call.kernel().log().clear();
                yield count;
            }
            case CLEAR -> {
                call.kernel().log().clear();
                yield 0;
            }
            case SIZE_BUFFER -> BUFFER_BYTES;
            default -> {
                boolean console = type >= CONSOLE_OFF && type <= CONSOLE_LEVEL;
                throw console ? Errno.EPERM : Errno.EINVAL;
            }
        };
    }

    /** The last messages that fit, whole. */
    private static long read(Call call) throws Errno {
        int length = call.intArgument(2);
        if (length < 0 || call.argument(1) == 0) {
            throw Errno.EINVAL;
        }
        List<KernelLog.Message> messages = call.kernel().log().messages();
        StringBuilder text = new StringBuilder();
        for (int i = messages.size() - 1; i >= 0; i--) {
            String line = line(messages.get(i));
            if (text.length() + line.length() > length) {
                break;
            }
            text.insert(0, line);
        }
        call.memory().write(call.argument(1), text.toString().getBytes(StandardCharsets.ISO_8859_1));
        return text.length();
    }

    private static String line(KernelLog.Message message) {
        long micros = message.nanos() / 1000;
        return String.format(
                Locale.ROOT,
                "<%d>[%5d.%06d] %s\n",
                message.level(),
                message.nanos() / SECOND,
                micros % 1_000_000,
                message.text());
    }
}
