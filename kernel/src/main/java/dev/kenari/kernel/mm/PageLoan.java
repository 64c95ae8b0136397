package dev.kenari.kernel.mm;

import dev.kenari.kernel.ipc.FrameLoan;
import java.util.ArrayList;
import java.util.List;

/**
 * A whole page lent to its store, to be written to as well.
 *
 * @param address of its frame
 */
public record PageLoan(long address) implements FrameLoan {
    static List<PageLoan> of(long[] frames) {
        List<PageLoan> loans = new ArrayList<>(frames.length);
        for (long frame : frames) {
            loans.add(new PageLoan(frame));
        }
        return loans;
    }

    @Override
    public int length() {
        return Frames.SIZE;
    }

    @Override
    public boolean readOnly() {
        return false;
    }
}
