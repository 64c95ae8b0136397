package dev.kenari.linux.syscall;

import dev.kenari.abi.Capability;
import dev.kenari.abi.Errno;

/** reboot(2): the computer stops; nobody is there to start it again. */
final class Reboot {
    private static final int MAGIC = 0xFEE1_DEAD;
    private static final int RESTART = 0x0123_4567;
    private static final int HALT = 0xCDEF_0123;
    private static final int POWER_OFF = 0x4321_FEDC;
    private static final int RESTART2 = 0xA1B2_C3D4;
    private static final int CAD_ON = 0x89AB_CDEF;
    private static final int CAD_OFF = 0;

    private Reboot() {}

    static long reboot(Call call) throws Errno {
        if (!call.processes().credentials(call.tid()).can(Capability.SYS_BOOT)) {
            throw Errno.EPERM;
        }
        boolean magic = call.intArgument(0) == MAGIC
                && switch (call.intArgument(1)) {
                    case 672_274_793, 85_072_278, 369_367_448, 537_993_216 -> true;
                    default -> false;
                };
        if (!magic) {
            throw Errno.EINVAL;
        }
        switch (call.intArgument(2)) {
            case RESTART, RESTART2, HALT, POWER_OFF -> call.kernel().halt(0);
            case CAD_ON, CAD_OFF -> {}
            default -> throw Errno.EINVAL;
        }
        return 0;
    }
}
