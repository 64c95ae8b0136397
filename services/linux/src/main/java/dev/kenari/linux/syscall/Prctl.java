package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;
import java.nio.charset.StandardCharsets;

/** prctl(2). */
final class Prctl {
    private static final int GET_PDEATHSIG = 2;
    private static final int SET_NAME = 15;
    private static final int GET_NAME = 16;
    private static final int GET_CHILD_SUBREAPER = 37;
    private static final int NAME_BYTES = 16;

    private Prctl() {}

    static long prctl(Call call) throws Errno {
        int operation = call.intArgument(0);
        return switch (operation) {
            case SET_NAME -> setName(call);
            case GET_NAME -> getName(call);
            case GET_PDEATHSIG, GET_CHILD_SUBREAPER -> {
                call.memory().putInt(call.argument(1), (int) number(call, operation));
                yield 0;
            }
            default -> number(call, operation);
        };
    }

    private static long number(Call call, int operation) throws Errno {
        return call.processes().prctl(
                call.tid(), operation, call.argument(1), call.argument(2), call.argument(3), call.argument(4));
    }

    private static long setName(Call call) throws Errno {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < NAME_BYTES - 1; i++) {
            byte b = call.memory().getByte(call.argument(1) + i);
            if (b == 0) {
                break;
            }
            name.append((char) (b & 0xFF));
        }
        call.processes().setName(call.tid(), name.toString());
        return 0;
    }

    private static long getName(Call call) throws Errno {
        byte[] bytes = new byte[NAME_BYTES];
        byte[] name = call.processes().name(call.tid()).getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(name, 0, bytes, 0, Math.min(name.length, NAME_BYTES - 1));
        call.memory().write(call.argument(1), bytes);
        return 0;
    }
}
