package dev.kenari.process.exec;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.vfs.Stat;
import dev.kenari.vfs.Vfs;
import java.util.ArrayList;
import java.util.List;

/**
 * What execve(2) is to run, once scripts have led to a binary: open files, checked headers, final arguments. Whoever finds one
 * closes it.
 */
final class Executable {
    private static final int MAX_SCRIPTS = 5;

    private final Vfs vfs;
    private final int client;
    private final List<Integer> handles = new ArrayList<>();
    private List<String> arguments;
    private String executedName;
    private int handle;
    private ElfFile elf;
    private int interpreterHandle;
    private ElfFile interpreter;

    private Executable(Vfs vfs, int client, List<String> arguments) {
        this.vfs = vfs;
        this.client = client;
        this.arguments = arguments.isEmpty() ? List.of("") : arguments;
    }

    /** Opens and reads what execve(2) names. ENOEXEC, ELIBBAD, ELOOP, and what opening throws. */
    static Executable find(Vfs vfs, int client, int dir, String path, List<String> arguments, int flags) throws Errno {
        Executable found = new Executable(vfs, client, arguments);
        boolean done = false;
        try {
            found.open(dir, path, flags);
            done = true;
        } finally {
            if (!done) {
                found.close();
            }
        }
        return found;
    }

    private void open(int dir, String path, int flags) throws Errno {
        executedName = name(dir, path);
        String name = executedName;
        handle = openFile(dir, path, flags);
        byte[] start = vfs.readHandle(handle, 0, Script.LINE_LIMIT);
        for (int depth = 0; Script.hasMagic(start); depth++) {
            if (depth == MAX_SCRIPTS) {
                throw Errno.ELOOP;
            }
            Script script = Script.parse(start);
            arguments = scriptArguments(script, name);
            name = script.interpreter();
            handle = openFile(Fcntl.AT_FDCWD, name, 0);
            start = vfs.readHandle(handle, 0, Script.LINE_LIMIT);
        }
        int main = handle;
        elf = ElfFile.parse((offset, length) -> vfs.readHandle(main, offset, length));
        if (elf.interpreter() != null) {
            openInterpreter(elf.interpreter());
        }
    }

    private List<String> scriptArguments(Script script, String name) {
        List<String> result = new ArrayList<>();
        result.add(script.interpreter());
        if (script.argument() != null) {
            result.add(script.argument());
        }
        result.add(name);
        result.addAll(arguments.subList(1, arguments.size()));
        return result;
    }

    private void openInterpreter(String path) throws Errno {
        int opened = openFile(Fcntl.AT_FDCWD, path, 0);
        interpreterHandle = opened;
        if (vfs.readHandle(opened, 0, 64).length < 64) {
            throw Errno.EIO;
        }
        try {
            interpreter = ElfFile.parse((offset, length) -> vfs.readHandle(opened, offset, length));
        } catch (Errno e) {
            throw e == Errno.ENOEXEC ? Errno.ELIBBAD : e;
        }
    }

    private int openFile(int dir, String path, int flags) throws Errno {
        int opened = vfs.openExecutable(client, dir, path, flags);
        handles.add(opened);
        return opened;
    }

    private static String name(int dir, String path) {
        if (dir == Fcntl.AT_FDCWD || path.startsWith("/")) {
            return path;
        }
        return path.isEmpty() ? "/dev/fd/" + dir : "/dev/fd/" + dir + "/" + path;
    }

    /** Closes the files but the one that the process keeps, if {@link #keepHandle} took it. */
    void close() {
        for (int open : handles) {
            try {
                vfs.releaseHandle(open);
            } catch (Errno e) {
                throw new IllegalStateException("the file service lost a handle", e);
            }
        }
        handles.clear();
    }

    /** The binary's handle, which the caller now has to release. */
    int keepHandle() {
        handles.remove(Integer.valueOf(handle));
        return handle;
    }

    int handle() {
        return handle;
    }

    ElfFile elf() {
        return elf;
    }

    /** The file that PT_INTERP names, or null. */
    ElfFile interpreter() {
        return interpreter;
    }

    int interpreterHandle() {
        return interpreterHandle;
    }

    List<String> arguments() {
        return arguments;
    }

    /** The path as it was given to execve, for AT_EXECFN. */
    String executedName() {
        return executedName;
    }

    Stat stat() throws Errno {
        return vfs.statHandle(handle);
    }

}
