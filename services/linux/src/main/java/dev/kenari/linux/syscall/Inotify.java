package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;

/** inotify_init(2), inotify_add_watch(2), inotify_rm_watch(2). */
final class Inotify {
    private Inotify() {}

    static long inotifyInit1(Call call) throws Errno {
        return call.channels().inotify(call.client(), call.intArgument(0));
    }

    static long inotifyAddWatch(Call call) throws Errno {
        return call.channels().inotifyAddWatch(call.client(), call.intArgument(0), call.path(1), call.intArgument(2));
    }

    static long inotifyRmWatch(Call call) throws Errno {
        call.channels().inotifyRemoveWatch(call.client(), call.intArgument(0), call.intArgument(1));
        return 0;
    }
}
