package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.mm.AddressSpace;
import dev.kenari.kernel.mm.AddressSpaceLimits;

/** membarrier(2). A trap is a full barrier for the hart that takes it: the call makes the others trap. */
final class Membarrier {
    private static final int QUERY = 0;
    private static final int GLOBAL = 1;
    private static final int GLOBAL_EXPEDITED = 1 << 1;
    private static final int REGISTER_GLOBAL_EXPEDITED = 1 << 2;
    private static final int PRIVATE_EXPEDITED = 1 << 3;
    private static final int REGISTER_PRIVATE_EXPEDITED = 1 << 4;
    private static final int PRIVATE_EXPEDITED_SYNC_CORE = 1 << 5;
    private static final int REGISTER_PRIVATE_EXPEDITED_SYNC_CORE = 1 << 6;
    private static final int GET_REGISTRATIONS = 1 << 9;
    private static final int SUPPORTED = GLOBAL | GLOBAL_EXPEDITED | REGISTER_GLOBAL_EXPEDITED | PRIVATE_EXPEDITED
            | REGISTER_PRIVATE_EXPEDITED | PRIVATE_EXPEDITED_SYNC_CORE | REGISTER_PRIVATE_EXPEDITED_SYNC_CORE
            | GET_REGISTRATIONS;

    private Membarrier() {}

    static long membarrier(Call call) throws Errno {
        if (call.intArgument(1) != 0) {
            throw Errno.EINVAL;
        }
        AddressSpace space = call.task().space();
        AddressSpaceLimits limits = space.limits();
        int command = call.intArgument(0);
        switch (command) {
            case QUERY -> {
                return SUPPORTED;
            }
            case GET_REGISTRATIONS -> {
                return limits.barrierRegistrations();
            }
            case GLOBAL, GLOBAL_EXPEDITED -> call.kernel().spaces().trapAll(null);
            case REGISTER_GLOBAL_EXPEDITED, REGISTER_PRIVATE_EXPEDITED, REGISTER_PRIVATE_EXPEDITED_SYNC_CORE ->
                limits.addBarrierRegistration(command);
            case PRIVATE_EXPEDITED -> {
                requireRegistered(limits, REGISTER_PRIVATE_EXPEDITED);
                call.kernel().spaces().trapAll(space);
            }
            case PRIVATE_EXPEDITED_SYNC_CORE -> {
                requireRegistered(limits, REGISTER_PRIVATE_EXPEDITED_SYNC_CORE);
                call.kernel().spaces().fenceInstructions(space, false);
            }
            default -> throw Errno.EINVAL;
        }
        return 0;
    }

    private static void requireRegistered(AddressSpaceLimits limits, int command) throws Errno {
        if ((limits.barrierRegistrations() & command) == 0) {
            throw Errno.EPERM;
        }
    }
}
