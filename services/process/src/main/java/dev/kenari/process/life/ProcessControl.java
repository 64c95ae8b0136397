package dev.kenari.process.life;

import dev.kenari.abi.Capability;
import dev.kenari.abi.Errno;
import dev.kenari.abi.Signal;
import dev.kenari.process.UserIds;
import dev.kenari.process.table.Process;
import dev.kenari.process.table.ProcessThread;

/** prctl(2): the operations whose arguments and results are numbers. */
final class ProcessControl {
    private static final int SET_PDEATHSIG = 1;
    private static final int GET_PDEATHSIG = 2;
    private static final int GET_DUMPABLE = 3;
    private static final int SET_DUMPABLE = 4;
    private static final int GET_KEEPCAPS = 7;
    private static final int SET_KEEPCAPS = 8;
    private static final int GET_TIMING = 13;
    private static final int SET_TIMING = 14;
    private static final int GET_SECCOMP = 21;
    private static final int CAPBSET_READ = 23;
    private static final int CAPBSET_DROP = 24;
    private static final int GET_SECUREBITS = 27;
    private static final int SET_SECUREBITS = 28;
    private static final int SET_TIMERSLACK = 29;
    private static final int GET_TIMERSLACK = 30;
    private static final int SET_CHILD_SUBREAPER = 36;
    private static final int GET_CHILD_SUBREAPER = 37;
    private static final int SET_NO_NEW_PRIVS = 38;
    private static final int GET_NO_NEW_PRIVS = 39;
    private static final int GET_THP_DISABLE = 42;
    private static final int CAP_AMBIENT = 47;

    private static final int AMBIENT_IS_SET = 1;
    private static final int AMBIENT_RAISE = 2;
    private static final int AMBIENT_LOWER = 3;
    private static final int AMBIENT_CLEAR_ALL = 4;

    private static final int LAST_CAPABILITY = 40;
    private static final int SECBIT_KEEP_CAPS = 1 << 4;
    private static final int SECBIT_NO_CAP_AMBIENT_RAISE = 1 << 6;
    private static final int SECBITS = 0xFF;
    private static final int SECBIT_LOCKS = 0xAA;
    private static final long DEFAULT_TIMER_SLACK = 50_000;

    private final Credentialing credentialing;

    ProcessControl(Credentialing credentialing) {
        this.credentialing = credentialing;
    }

    long call(ProcessThread thread, int operation, long a, long b, long c, long d) throws Errno {
        Process process = thread.process();
        switch (operation) {
            case SET_PDEATHSIG -> {
                check(a >= 0 && a <= Signal.RTMAX);
                thread.setParentDeathSignal((int) a);
            }
            case SET_DUMPABLE -> {
                check(a == 0 || a == 1);
                process.setDumpable(a == 1);
            }
            case SET_KEEPCAPS -> {
                check(a == 0 || a == 1);
                thread.setKeepCapabilities(a == 1);
            }
            case SET_TIMING -> check(a == 0);
            case SET_TIMERSLACK -> thread.setTimerSlackNanos(a <= 0 ? DEFAULT_TIMER_SLACK : a);
            case SET_CHILD_SUBREAPER -> process.setChildSubreaper(a != 0);
            case SET_NO_NEW_PRIVS -> {
                check(a == 1 && b == 0 && c == 0 && d == 0);
                thread.setNoNewPrivileges();
            }
            case SET_SECUREBITS -> setSecureBits(thread, a);
            case CAPBSET_DROP -> {
                check(a >= 0 && a <= LAST_CAPABILITY);
                permit(thread, Capability.SETPCAP);
                UserIds ids = thread.credentials();
                credentialing.set(thread, ids.withBounding(ids.bounding() & ~(1L << a)));
            }
            case CAP_AMBIENT -> {
                return ambient(thread, a, b, c, d);
            }
            default -> {
                return get(thread, operation, a, b, c, d);
            }
        }
        return 0;
    }

    private static long get(ProcessThread thread, int operation, long a, long b, long c, long d) throws Errno {
        return switch (operation) {
            case GET_PDEATHSIG -> thread.parentDeathSignal();
            case GET_DUMPABLE -> thread.process().dumpable() ? 1 : 0;
            case GET_KEEPCAPS -> thread.keepCapabilities() ? 1 : 0;
            case GET_TIMING, GET_SECCOMP -> 0;
            case GET_THP_DISABLE -> {
                check(a == 0 && b == 0 && c == 0 && d == 0);
                yield 0;
            }
            case GET_TIMERSLACK -> thread.timerSlackNanos();
            case GET_CHILD_SUBREAPER -> thread.process().childSubreaper() ? 1 : 0;
            case GET_NO_NEW_PRIVS -> {
                check(a == 0 && b == 0 && c == 0 && d == 0);
                yield thread.noNewPrivileges() ? 1 : 0;
            }
            case GET_SECUREBITS -> thread.credentials().secureBits() | (thread.keepCapabilities() ? SECBIT_KEEP_CAPS : 0);
            case CAPBSET_READ -> {
                check(a >= 0 && a <= LAST_CAPABILITY);
                yield thread.credentials().bounding() >>> a & 1;
            }
            default -> throw Errno.EINVAL;
        };
    }

    private void setSecureBits(ProcessThread thread, long bits) throws Errno {
        int old = thread.credentials().secureBits();
        boolean changesLocked = ((old & SECBIT_LOCKS) >>> 1 & (old ^ (int) bits)) != 0;
        boolean unlocks = (old & SECBIT_LOCKS & ~bits) != 0;
        if ((bits & ~SECBITS) != 0 || changesLocked || unlocks) {
            throw Errno.EPERM;
        }
        permit(thread, Capability.SETPCAP);
        thread.setKeepCapabilities((bits & SECBIT_KEEP_CAPS) != 0);
        credentialing.set(thread, thread.credentials().withSecureBits((int) bits & ~SECBIT_KEEP_CAPS));
    }

    private long ambient(ProcessThread thread, long operation, long capability, long c, long d) throws Errno {
        UserIds ids = thread.credentials();
        if (operation == AMBIENT_CLEAR_ALL) {
            check(capability == 0 && c == 0 && d == 0);
            setAmbient(thread, 0);
            return 0;
        }
        check(capability >= 0 && capability <= LAST_CAPABILITY && c == 0 && d == 0);
        long bit = 1L << capability;
        if (operation == AMBIENT_IS_SET) {
            return (ids.ambient() & bit) != 0 ? 1 : 0;
        }
        check(operation == AMBIENT_RAISE || operation == AMBIENT_LOWER);
        if (operation == AMBIENT_LOWER) {
            setAmbient(thread, ids.ambient() & ~bit);
            return 0;
        }
        boolean may = (ids.permitted() & ids.inheritable() & bit) != 0
                && (ids.secureBits() & SECBIT_NO_CAP_AMBIENT_RAISE) == 0;
        if (!may) {
            throw Errno.EPERM;
        }
        setAmbient(thread, ids.ambient() | bit);
        return 0;
    }

    private void setAmbient(ProcessThread thread, long ambient) throws Errno {
        UserIds ids = thread.credentials();
        credentialing.set(thread, ids.withCapabilities(ids.permitted(), ids.effective(), ids.inheritable(), ambient));
    }

    private static void permit(ProcessThread thread, int capability) throws Errno {
        if (!thread.credentials().can(capability)) {
            throw Errno.EPERM;
        }
    }

    private static void check(boolean valid) throws Errno {
        if (!valid) {
            throw Errno.EINVAL;
        }
    }
}
