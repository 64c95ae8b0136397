package dev.kenari.linux;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.mm.UserMemory;
import dev.kenari.kernel.task.Task;
import dev.kenari.machine.riscv.Registers;
import dev.kenari.process.AlternateStack;
import dev.kenari.process.SigInfo;
import dev.kenari.process.SigInfoFormat;
import dev.kenari.process.SignalAction;
import dev.kenari.process.SignalDelivery;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The frame that a signal handler finds on its stack: siginfo_t and ucontext_t, as riscv64 Linux lays them out
 * (asm/ucontext.h, asm/sigcontext.h). Floating point is the D extension's; no further extension's state follows.
 */
final class SignalFrame {
    static final int INFO = 0;
    static final int CONTEXT = SigInfoFormat.BYTES;
    static final int STACK = CONTEXT + 16;
    static final int MASK = STACK + 24;
    /** pc, then x1 to x31. */
    static final int GENERAL = CONTEXT + 176;

    static final int FLOATING = GENERAL + 32 * Long.BYTES;
    static final int CONTROL = FLOATING + 32 * Long.BYTES;
    /** Where the extension headers begin; before them a word that is 0. */
    static final int HEADERS = FLOATING + 520;

    static final int BYTES = HEADERS + 8;

    private static final int RESERVED = HEADERS - 4;
    private static final int RA = 1;
    private static final int SP = 2;
    private static final int A0 = 10;
    private static final int A1 = 11;
    private static final int A2 = 12;

    private SignalFrame() {}

    /** Saves the program's state on its stack, and has it continue in the handler. EFAULT if the stack can't be written. */
    static void push(Task task, SignalDelivery delivery) throws Errno {
        Registers registers = task.registers();
        SigInfo info = delivery.info();
        long frame = place(registers.x[SP], delivery);
        ByteBuffer out = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        out.put(INFO, SigInfoFormat.encode(info));
        AlternateStack stack = delivery.stack();
        out.putLong(STACK, stack.address()).putInt(STACK + 8, stack.flags()).putLong(STACK + 16, stack.size());
        out.putLong(MASK, delivery.mask());
        out.putLong(GENERAL, registers.pc);
        for (int i = 1; i < 32; i++) {
            out.putLong(GENERAL + i * Long.BYTES, registers.x[i]);
        }
        for (int i = 0; i < 32; i++) {
            out.putLong(FLOATING + i * Long.BYTES, registers.f[i]);
        }
        out.putInt(CONTROL, registers.fcsr);
        task.space().memory().write(frame, out.array());
        registers.x[RA] = delivery.sigreturn();
        registers.x[SP] = frame;
        registers.x[A0] = info.signal();
        registers.x[A1] = frame + INFO;
        registers.x[A2] = frame + CONTEXT;
        registers.pc = delivery.action().handler();
    }

    private static long place(long stackPointer, SignalDelivery delivery) throws Errno {
        AlternateStack stack = delivery.stack();
        boolean wanted = delivery.action().has(SignalAction.SA_ONSTACK);
        if (stack.holds(stackPointer) && !stack.holds(stackPointer - BYTES)) {
            throw Errno.EFAULT;
        }
        boolean changes = wanted && stack.size() != 0 && !stack.holds(stackPointer);
        long top = changes ? stack.address() + stack.size() : stackPointer;
        return top - BYTES & -16;
    }

    /** What a frame says beyond registers. */
    record Restored(long mask, AlternateStack stack) {}

    /** Takes the program's state back from the frame at its stack pointer. EFAULT, EINVAL. */
    static Restored pop(Task task) throws Errno {
        Registers registers = task.registers();
        UserMemory memory = task.space().memory();
        ByteBuffer in = ByteBuffer.wrap(memory.read(registers.x[SP], BYTES)).order(ByteOrder.LITTLE_ENDIAN);
        if (in.getInt(RESERVED) != 0 || in.getLong(HEADERS) != 0) {
            throw Errno.EINVAL;
        }
        registers.pc = in.getLong(GENERAL) & ~1L;
        for (int i = 1; i < 32; i++) {
            registers.x[i] = in.getLong(GENERAL + i * Long.BYTES);
        }
        for (int i = 0; i < 32; i++) {
            registers.f[i] = in.getLong(FLOATING + i * Long.BYTES);
        }
        registers.fcsr = in.getInt(CONTROL) & 0xFF;
        return new Restored(
                in.getLong(MASK), new AlternateStack(in.getLong(STACK), in.getInt(STACK + 8), in.getLong(STACK + 16)));
    }
}
