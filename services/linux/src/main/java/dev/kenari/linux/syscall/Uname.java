package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.mm.UserMemory;
import dev.kenari.process.UtsName;
import java.nio.charset.StandardCharsets;

/** uname(2), sethostname(2), setdomainname(2). */
final class Uname {
    private static final int FIELD_BYTES = 65;

    private Uname() {}

    static long uname(Call call) throws Errno {
        UtsName name = call.processes().uname();
        String[] fields = {
            name.system(), name.node(), name.release(), name.version(), name.machine(), name.domain()
        };
        for (int i = 0; i < fields.length; i++) {
            put(call.memory(), call.argument(0) + (long) i * FIELD_BYTES, fields[i]);
        }
        return 0;
    }

    private static void put(UserMemory memory, long at, String text) throws Errno {
        byte[] field = new byte[FIELD_BYTES];
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, field, 0, Math.min(bytes.length, FIELD_BYTES - 1));
        memory.write(at, field);
    }

    static long sethostname(Call call) throws Errno {
        call.processes().setHostName(call.tid(), name(call));
        return 0;
    }

    static long setdomainname(Call call) throws Errno {
        call.processes().setDomainName(call.tid(), name(call));
        return 0;
    }

    private static String name(Call call) throws Errno {
        int length = call.intArgument(1);
        if (length < 0 || length > UtsName.MAX) {
            throw Errno.EINVAL;
        }
        String text = new String(call.memory().read(call.argument(0), length), StandardCharsets.ISO_8859_1);
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }
}
