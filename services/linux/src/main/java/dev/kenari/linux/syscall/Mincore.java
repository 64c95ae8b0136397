package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.mm.AddressSpace;
import dev.kenari.kernel.mm.Frames;

/** mincore(2). */
final class Mincore {
    private static final int CHUNK = 4096;

    private Mincore() {}

    static long mincore(Call call) throws Errno {
        PageRange range = PageRange.of(call.argument(0), call.argument(1), Errno.ENOMEM);
        AddressSpace space = call.task().space();
        long vector = call.argument(2);
        byte[] resident = new byte[CHUNK];
        for (long at = range.start(); at < range.end(); ) {
            int count = (int) Math.min(CHUNK, range.end() - at >>> Frames.SHIFT);
            for (int i = 0; i < count; i++, at += Frames.SIZE) {
                if (space.find(at) == null) {
                    throw Errno.ENOMEM;
                }
                resident[i] = (byte) (space.isResident(at) ? 1 : 0);
            }
            call.memory().write(vector, resident, 0, count);
            vector += count;
            call.kernel().reschedulePoint(call.task());
        }
        return 0;
    }
}
