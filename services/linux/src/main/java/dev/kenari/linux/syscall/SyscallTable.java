package dev.kenari.linux.syscall;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;

/** Every system call of Linux on riscv64, by number (asm-generic/unistd.h). */
public final class SyscallTable {
    private static final int LIMIT = 512;

    private final Map<Integer, Row> rows;
    private final Row[] byNumber = new Row[LIMIT];

    public SyscallTable() {
        Rows all = new Rows();
        FileCalls.addTo(all);
        FutexCalls.addTo(all);
        IpcCalls.addTo(all);
        MemoryCalls.addTo(all);
        PollCalls.addTo(all);
        ProcessCalls.addTo(all);
        SchedulingCalls.addTo(all);
        SignalCalls.addTo(all);
        SocketCalls.addTo(all);
        SystemCalls.addTo(all);
        TimeCalls.addTo(all);
        rows = all.all();
        rows.forEach((number, row) -> byNumber[number] = row);
    }

    /** The row of {@code number}; null for a number that Linux does not know. */
    public Row find(long number) {
        return number >= 0 && number < LIMIT ? byNumber[(int) number] : null;
    }

    /** All rows by number. */
    public Collection<Row> rows() {
        return Collections.unmodifiableCollection(rows.values());
    }
}
