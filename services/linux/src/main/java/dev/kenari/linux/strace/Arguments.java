package dev.kenari.linux.strace;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.mm.UserMemory;
import dev.kenari.linux.syscall.ArgumentKind;
import dev.kenari.linux.syscall.Call;
import dev.kenari.linux.syscall.Row;
import java.util.ArrayList;
import java.util.List;

/** Formats one argument by its {@link ArgumentKind}. */
final class Arguments {
    private static final int AT_FDCWD = -100;
    private static final int SHOWN_BYTES = 32;
    private static final int SHOWN_STRINGS = 16;

    private static final String[] OPEN_FLAGS = flags(
            "O_WRONLY", 0x1, "O_RDWR", 0x2, "O_CREAT", 0x40, "O_EXCL", 0x80, "O_NOCTTY", 0x100, "O_TRUNC", 0x200,
            "O_APPEND", 0x400, "O_NONBLOCK", 0x800, "O_DIRECT", 0x4000, "O_LARGEFILE", 0x8000, "O_DIRECTORY", 0x10000,
            "O_NOFOLLOW", 0x20000, "O_NOATIME", 0x40000, "O_CLOEXEC", 0x80000, "O_SYNC", 0x101000, "O_PATH", 0x200000);
    private static final String[] PROTECTION = flags("PROT_READ", 1, "PROT_WRITE", 2, "PROT_EXEC", 4);
    private static final String[] MAP_FLAGS = flags(
            "MAP_SHARED", 1, "MAP_PRIVATE", 2, "MAP_FIXED", 0x10, "MAP_ANONYMOUS", 0x20, "MAP_NORESERVE", 0x4000,
            "MAP_POPULATE", 0x8000, "MAP_STACK", 0x20000, "MAP_FIXED_NOREPLACE", 0x100000);
    private static final String[] CLONE_FLAGS = flags(
            "CLONE_VM", 0x100, "CLONE_FS", 0x200, "CLONE_FILES", 0x400, "CLONE_SIGHAND", 0x800, "CLONE_PIDFD", 0x1000,
            "CLONE_VFORK", 0x4000, "CLONE_PARENT", 0x8000, "CLONE_THREAD", 0x10000, "CLONE_SYSVSEM", 0x40000,
            "CLONE_SETTLS", 0x80000, "CLONE_PARENT_SETTID", 0x100000, "CLONE_CHILD_CLEARTID", 0x200000,
            "CLONE_CHILD_SETTID", 0x1000000);
    private static final String[] FUTEX = {
        "FUTEX_WAIT", "FUTEX_WAKE", "FUTEX_FD", "FUTEX_REQUEUE", "FUTEX_CMP_REQUEUE", "FUTEX_WAKE_OP", "FUTEX_LOCK_PI",
        "FUTEX_UNLOCK_PI", "FUTEX_TRYLOCK_PI", "FUTEX_WAIT_BITSET", "FUTEX_WAKE_BITSET"
    };

    /** @param count bytes of a buffer argument */
    String format(Call call, Row row, int index, long count) {
        long value = call.argument(index);
        try {
            return format(call.memory(), row.arguments()[index], value, count);
        } catch (Errno e) {
            return hex(value);
        }
    }

    private static String format(UserMemory memory, ArgumentKind kind, long value, long count) throws Errno {
        return switch (kind) {
            case INT, FD, PID, SIGNAL, CLOCK -> Integer.toString((int) value);
            case DIRFD -> (int) value == AT_FDCWD ? "AT_FDCWD" : Integer.toString((int) value);
            case UNSIGNED -> Integer.toUnsignedString((int) value);
            case LONG, SIZE, OFFSET -> Long.toString(value);
            case HEX -> "0x" + Long.toHexString(value);
            case OCTAL -> "0" + Long.toOctalString(value & 0xFFFF);
            case PATH, STRING -> value == 0 ? "NULL" : quote(memory.readString(value, Call.PATH_MAX), false);
            case STRINGS -> strings(memory, value);
            case IN_BUFFER, OUT_BUFFER -> buffer(memory, value, count);
            case POINTER -> hex(value);
            case TIMESPEC ->
                value == 0
                        ? "NULL"
                        : "{tv_sec=" + memory.getLong(value) + ", tv_nsec=" + memory.getLong(value + 8) + "}";
            case OPEN_FLAGS -> named(value, OPEN_FLAGS, (value & 3) == 0 ? "O_RDONLY" : null);
            case PROTECTION -> named(value, PROTECTION, value == 0 ? "PROT_NONE" : null);
            case MAP_FLAGS -> named(value, MAP_FLAGS, null);
            case CLONE_FLAGS -> named(value, CLONE_FLAGS, null);
            case FUTEX_OP -> {
                int op = (int) value & 0x7F;
                yield (op < FUTEX.length ? FUTEX[op] : Integer.toString(op)) + ((value & 0x80) != 0 ? "_PRIVATE" : "");
            }
        };
    }

    private static String buffer(UserMemory memory, long address, long count) throws Errno {
        if (count < 0 || address == 0) {
            return hex(address);
        }
        int shown = (int) Math.min(count, SHOWN_BYTES);
        StringBuilder text = new StringBuilder();
        for (byte b : memory.read(address, shown)) {
            text.append((char) (b & 0xFF));
        }
        return quote(text.toString(), count > shown);
    }

    private static String strings(UserMemory memory, long address) throws Errno {
        if (address == 0) {
            return "NULL";
        }
        List<String> all = new ArrayList<>();
        for (int i = 0; ; i++) {
            long pointer = memory.getLong(address + i * 8L);
            if (pointer == 0) {
                return "[" + String.join(", ", all) + "]";
            }
            if (i == SHOWN_STRINGS) {
                return "[" + String.join(", ", all) + ", ...]";
            }
            all.add(quote(memory.readString(pointer, Call.PATH_MAX), false));
        }
    }

    private static String quote(String text, boolean cut) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                case '\r' -> out.append("\\r");
                default -> {
                    if (c >= ' ' && c < 0x7F) {
                        out.append(c);
                    } else {
                        out.append('\\').append(Integer.toOctalString(c));
                    }
                }
            }
        }
        return out.append(cut ? "\"..." : "\"").toString();
    }

    private static String named(long value, String[] names, String zero) {
        List<String> set = new ArrayList<>();
        if (zero != null) {
            set.add(zero);
        }
        long rest = value;
        for (int i = 0; i < names.length; i += 2) {
            long bit = Long.parseLong(names[i + 1]);
            if ((rest & bit) == bit) {
                set.add(names[i]);
                rest &= ~bit;
            }
        }
        if (rest != 0 || set.isEmpty()) {
            set.add("0x" + Long.toHexString(rest));
        }
        return String.join("|", set);
    }

    private static String[] flags(Object... pairs) {
        String[] result = new String[pairs.length];
        for (int i = 0; i < pairs.length; i++) {
            result[i] = pairs[i].toString();
        }
        return result;
    }

    private static String hex(long value) {
        return value == 0 ? "NULL" : "0x" + Long.toHexString(value);
    }
}
