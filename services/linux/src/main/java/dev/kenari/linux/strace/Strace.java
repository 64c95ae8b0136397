package dev.kenari.linux.strace;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.component.CallObserver;
import dev.kenari.kernel.task.Task;
import dev.kenari.linux.syscall.ArgumentKind;
import dev.kenari.linux.syscall.Call;
import dev.kenari.linux.syscall.Row;
import java.util.function.Consumer;

/**
 * Prints a line for each system call, once it is done; one that does not return is printed as it begins. The calls between components
 * that were made for it come before it.
 */
public final class Strace implements CallObserver {
    private final Consumer<String> sink;
    private final Arguments arguments = new Arguments();

    /** @param sink takes whole lines, without their end; called under the kernel lock, must not block */
    public Strace(Consumer<String> sink) {
        this.sink = sink;
    }

    @Override
    public void called(Task client, String server, String method, int sent, int received, long nanos, Errno error) {
        String size = sent == DIRECT ? "direct" : sent + " bytes, " + received + " back";
        String end = error == null ? "" : ", " + error;
        sink.accept("[" + client.name() + " " + client.id() + "]   -> " + server + " " + method + ": " + size + ", " + nanos + " ns" + end);
    }

    /** Formats what must be seen before the call runs; give the result to {@link #leave}. */
    public String[] enter(Call call, Row row) {
        String[] text = new String[row.arguments().length];
        for (int i = 0; i < text.length; i++) {
            if (row.arguments()[i] != ArgumentKind.OUT_BUFFER) {
                text[i] = arguments.format(call, row, i, call.argument(i + 1 < 6 ? i + 1 : i));
            }
        }
        if (row.name().equals("exit_group") || row.name().equals("exit") || row.name().equals("rt_sigreturn")) {
            sink.accept(line(call, row, text) + " = ?");
        }
        return text;
    }

    /** Prints the line. {@code result} is what a0 gets. */
    public void leave(Call call, Row row, String[] text, long result) {
        for (int i = 0; i < text.length; i++) {
            if (text[i] == null) {
                text[i] = arguments.format(call, row, i, result);
            }
        }
        if (!row.name().startsWith("exit") && !row.name().equals("rt_sigreturn")) {
            sink.accept(line(call, row, text) + " = " + result(row, result));
        }
    }

    private static String line(Call call, Row row, String[] text) {
        return "[" + call.task().name() + " " + call.task().id() + "] " + row.name() + "(" + String.join(", ", text) + ")";
    }

    private static String result(Row row, long result) {
        if (result < 0 && result > -4096) {
            Errno errno = Errno.of((int) -result);
            return (errno.number() < 512 ? "-1 " : "? ") + errno;
        }
        boolean address = row.name().equals("mmap") || row.name().equals("brk") || row.name().equals("mremap");
        return address ? "0x" + Long.toHexString(result) : Long.toString(result);
    }
}
