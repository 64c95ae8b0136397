package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.module.ModuleFile;

/** delete_module(2). */
final class DeleteModule {
    private DeleteModule() {}

    static long deleteModule(Call call) throws Errno {
        InitModule.checkAllowed(call);
        String name;
        try {
            name = call.memory().readString(call.argument(0), ModuleFile.NAME_SIZE);
        } catch (Errno e) {
            throw e == Errno.ENAMETOOLONG ? Errno.ENOENT : e;
        }
        call.kernel().modules().unload(name);
        return 0;
    }
}
