package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.mm.UserMemory;
import dev.kenari.process.UserIds;

/** capget(2): capget, capset. */
final class Capget {
    private static final int VERSION_1 = 0x1998_0330;
    private static final int VERSION_2 = 0x2007_1026;
    private static final int VERSION_3 = 0x2008_0522;
    private static final int SET_BYTES = 12;

    private Capget() {}

    static long capget(Call call) throws Errno {
        UserMemory memory = call.memory();
        long header = call.argument(0);
        int words = words(memory, header, call.argument(1) == 0);
        if (words == 0) {
            return 0;
        }
        int pid = memory.getInt(header + 4);
        if (pid < 0) {
            throw Errno.EINVAL;
        }
        UserIds ids = call.processes().credentialsOf(call.tid(), pid);
        for (int i = 0; i < words && call.argument(1) != 0; i++) {
            long at = call.argument(1) + (long) i * SET_BYTES;
            memory.putInt(at, (int) (ids.effective() >>> 32 * i));
            memory.putInt(at + 4, (int) (ids.permitted() >>> 32 * i));
            memory.putInt(at + 8, (int) (ids.inheritable() >>> 32 * i));
        }
        return 0;
    }

    static long capset(Call call) throws Errno {
        UserMemory memory = call.memory();
        long header = call.argument(0);
        int words = words(memory, header, false);
        int pid = memory.getInt(header + 4);
        if (pid != 0 && pid != call.tid()) {
            throw Errno.EPERM;
        }
        long[] sets = new long[3];
        for (int i = 0; i < words; i++) {
            for (int set = 0; set < sets.length; set++) {
                long word = memory.getInt(call.argument(1) + (long) i * SET_BYTES + set * 4L) & 0xFFFF_FFFFL;
                sets[set] |= word << 32 * i;
            }
        }
        call.processes().setCapabilities(call.tid(), sets[0], sets[1], sets[2]);
        return 0;
    }

    /** 32-bit words of a set in the header's version; an unknown version is replaced by ours, and 0 if that was all asked for. */
    private static int words(UserMemory memory, long header, boolean probe) throws Errno {
        switch (memory.getInt(header)) {
            case VERSION_1 -> {
                return 1;
            }
            case VERSION_2, VERSION_3 -> {
                return 2;
            }
            default -> {
                memory.putInt(header, VERSION_3);
                if (probe) {
                    return 0;
                }
                throw Errno.EINVAL;
            }
        }
    }
}
