package dev.kenari.process.exec;

import dev.kenari.abi.AuxiliaryVector;
import dev.kenari.abi.Errno;
import dev.kenari.kernel.mm.AddressSpace;
import dev.kenari.kernel.mm.Frames;
import dev.kenari.kernel.mm.Mapping;
import dev.kenari.kernel.mm.Vma;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a program finds above its stack pointer (RISC-V ELF psABI, "Process initialization"): argc, argv, envp, the auxiliary
 * vector, and at the top the strings that these point to.
 */
final class InitialStack {
    /** Longest argument or environment string, with its NUL. */
    static final int MAX_STRING = 32 * Frames.SIZE;

    private static final long MIN_STRINGS = 128L << 10;
    private static final long MAX_STRINGS = 6L << 20;
    private static final int EXPAND = 128 << 10;
    private static final int RANDOM_BYTES = 16;
    private static final int END_MARK = 8;

    private final List<String> arguments;
    private final List<String> environment;
    private final String executedName;
    private final byte[] strings;
    private final int argumentBytes;
    private final int environmentBytes;

    /**
     * @param stackLimit RLIMIT_STACK, soft: a quarter of it bounds the strings and pointers
     * @throws Errno E2BIG
     */
    InitialStack(List<String> arguments, List<String> environment, String executedName, long stackLimit) throws Errno {
        this.arguments = arguments;
        this.environment = environment;
        this.executedName = executedName;
        long limit = Math.max(MIN_STRINGS, Math.min(MAX_STRINGS, stackLimit / 4));
        limit -= (Math.max(arguments.size(), 1) + (long) environment.size()) * Long.BYTES;
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        argumentBytes = append(all, arguments, limit);
        environmentBytes = append(all, environment, limit - argumentBytes);
        append(all, List.of(executedName), limit - argumentBytes - environmentBytes);
        all.writeBytes(new byte[END_MARK]);
        strings = all.toByteArray();
    }

    private static int append(ByteArrayOutputStream to, List<String> strings, long limit) throws Errno {
        int before = to.size();
        for (String string : strings) {
            if (string.length() >= MAX_STRING || to.size() - before + string.length() + 1 > limit) {
                throw Errno.E2BIG;
            }
            to.writeBytes(string.getBytes(StandardCharsets.ISO_8859_1));
            to.write(0);
        }
        return to.size() - before;
    }

    /** Maps the stack, with some room below its content. */
    void map(AddressSpace space, Layout layout, boolean executable) throws Errno {
        long pointers = 8L * (arguments.size() + environment.size() + 3 + 2 * 32);
        long content = strings.length + layout.stackGap() + pointers + RANDOM_BYTES + 32;
        long size = content + EXPAND + Frames.SIZE - 1 & -Frames.SIZE;
        int protection = Vma.READ | Vma.WRITE | (executable ? Vma.EXEC : 0);
        long start = layout.stackTop() - size;
        if (!space.isFree(start, layout.stackTop())) {
            throw Errno.ENOMEM;
        }
        space.map(start, size, Mapping.stack(protection));
    }

    /** Where the stack pointer is, and the auxiliary vector as the program sees it. */
    record Written(long stackPointer, byte[] auxv) {}

    /**
     * Writes everything.
     *
     * @param auxv pairs of type and value; AT_RANDOM, AT_EXECFN and AT_NULL are added
     */
    Written write(AddressSpace space, Layout layout, long[] auxv, byte[] random) throws Errno {
        long stringsAt = layout.stackTop() - strings.length;
        long environmentAt = stringsAt + argumentBytes;
        long nameAt = environmentAt + environmentBytes;
        space.limits().setArguments(stringsAt, environmentAt, nameAt);
        long randomAt = (stringsAt - layout.stackGap() & -16) - RANDOM_BYTES;

        ByteBuffer vector = words(auxv.length + 6);
        for (long word : auxv) {
            vector.putLong(word);
        }
        vector.putLong(AuxiliaryVector.RANDOM).putLong(randomAt);
        vector.putLong(AuxiliaryVector.EXECFN).putLong(nameAt);
        vector.putLong(AuxiliaryVector.NULL).putLong(0);

        ByteBuffer pointers = words(arguments.size() + environment.size() + 3);
        pointers.putLong(arguments.size());
        putPointers(pointers, arguments, stringsAt);
        putPointers(pointers, environment, environmentAt);

        long stackPointer = randomAt - pointers.capacity() - vector.capacity() & -16;
        space.memory().write(stringsAt, strings);
        space.memory().write(randomAt, random, 0, RANDOM_BYTES);
        space.memory().write(stackPointer, pointers.array());
        space.memory().write(stackPointer + pointers.capacity(), vector.array());
        return new Written(stackPointer, vector.array());
    }

    private static void putPointers(ByteBuffer to, List<String> strings, long at) {
        for (String string : strings) {
            to.putLong(at);
            at += string.length() + 1;
        }
        to.putLong(0);
    }

    private static ByteBuffer words(int count) {
        return ByteBuffer.allocate(count * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    }
}
