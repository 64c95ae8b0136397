package dev.kenari.linux.syscall;

import dev.kenari.abi.Errno;
import dev.kenari.abi.Fcntl;
import dev.kenari.kernel.mm.UserMemory;
import dev.kenari.vfs.RecordLock;
import dev.kenari.vfs.Vfs;

/** fcntl(2). */
final class FileControl {
    private static final int F_OWNER_PID = 1;

    private FileControl() {}

    static long fcntl(Call call) throws Errno {
        Vfs vfs = call.vfs();
        int client = call.client();
        int fd = call.intArgument(0);
        int command = call.intArgument(1);
        long argument = call.argument(2);
        switch (command) {
            case Fcntl.F_DUPFD, Fcntl.F_DUPFD_CLOEXEC -> {
                return vfs.duplicate(client, fd, (int) argument, command == Fcntl.F_DUPFD_CLOEXEC);
            }
            case Fcntl.F_DUPFD_QUERY -> {
                return vfs.sameDescription(client, fd, (int) argument) ? 1 : 0;
            }
            case Fcntl.F_GETFD -> {
                return vfs.descriptorFlags(client, fd);
            }
            case Fcntl.F_SETFD -> vfs.setDescriptorFlags(client, fd, (int) argument);
            case Fcntl.F_GETFL -> {
                return vfs.statusFlags(client, fd);
            }
            case Fcntl.F_SETFL -> vfs.setStatusFlags(client, fd, (int) argument);
            case Fcntl.F_GETLK, Fcntl.F_OFD_GETLK -> getLock(call, fd, argument, command == Fcntl.F_OFD_GETLK);
            case Fcntl.F_SETLK, Fcntl.F_SETLKW -> setLock(call, fd, argument, false, command == Fcntl.F_SETLKW);
            case Fcntl.F_OFD_SETLK, Fcntl.F_OFD_SETLKW ->
                setLock(call, fd, argument, true, command == Fcntl.F_OFD_SETLKW);
            case Fcntl.F_GETOWN_EX -> {
                UserMemory memory = call.memory();
                int owner = (int) vfs.control(client, fd, Fcntl.F_GETOWN, 0);
                memory.putInt(argument, owner < 0 ? F_OWNER_PID + 1 : F_OWNER_PID);
                memory.putInt(argument + 4, Math.abs(owner));
            }
            default -> {
                return vfs.control(client, fd, command, argument);
            }
        }
        return 0;
    }

    private static void setLock(Call call, int fd, long address, boolean description, boolean wait) throws Errno {
        call.vfs().setLock(call.client(), fd, readLock(call, fd, address, description), description, wait);
    }

    private static void getLock(Call call, int fd, long address, boolean description) throws Errno {
        RecordLock wanted = readLock(call, fd, address, description);
        RecordLock found = call.vfs().getLock(call.client(), fd, wanted, description);
        UserMemory memory = call.memory();
        memory.putShort(address, found.type());
        if (found.type() != Fcntl.F_UNLCK) {
            memory.putShort(address + 2, Fcntl.SEEK_SET);
            memory.putLong(address + 8, found.start());
            memory.putLong(address + 16, found.end() == Long.MAX_VALUE ? 0 : found.end() - found.start() + 1);
            memory.putInt(address + 24, found.process());
        }
    }

    /** A {@code struct flock}: its start counts from the beginning, the position or the end; a negative length goes back. */
    private static RecordLock readLock(Call call, int fd, long address, boolean description) throws Errno {
        UserMemory memory = call.memory();
        int type = memory.getShort(address);
        long base =
                switch (memory.getShort(address + 2)) {
                    case Fcntl.SEEK_SET -> 0;
                    case Fcntl.SEEK_CUR -> call.vfs().openFile(call.client(), fd).position();
                    case Fcntl.SEEK_END -> call.vfs().fstat(call.client(), fd).attributes().size();
                    default -> throw Errno.EINVAL;
                };
        long start = base + memory.getLong(address + 8);
        long length = memory.getLong(address + 16);
        if (description && memory.getInt(address + 24) != 0) {
            throw Errno.EINVAL;
        }
        if (start < 0) {
            throw Errno.EINVAL;
        }
        if (length == 0) {
            return new RecordLock(type, start, Long.MAX_VALUE, 0);
        }
        long end = length > 0 ? start + length - 1 : start - 1;
        if (length > 0 && end < 0) {
            throw Errno.EOVERFLOW;
        }
        return new RecordLock(type, length > 0 ? start : start + length, end, 0);
    }
}
