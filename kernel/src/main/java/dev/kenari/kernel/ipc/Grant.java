package dev.kenari.kernel.ipc;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.task.Task;

/**
 * Leave to copy to or from ranges of an address space, given for the time of one call. A plain value: the receiver moves bytes
 * through {@link dev.kenari.kernel.mm.GrantedMemory}, which checks.
 *
 * @param space the address space's number
 * @param addresses starts of the ranges, in order
 * @param lengths their lengths in bytes
 */
public record Grant(int space, long[] addresses, long[] lengths) implements Loan {
    /** A grant of one range of the current program's memory. */
    public static Grant of(Task task, long address, long length) {
        return new Grant(task.space().id(), new long[] {address}, new long[] {length});
    }

    /** Total bytes. */
    public long length() {
        long sum = 0;
        for (long length : lengths) {
            sum += length;
        }
        return sum;
    }

    /** This grant without its first {@code count} bytes. */
    public Grant skip(long count) throws Errno {
        if (count < 0 || count > length()) {
            throw Errno.EINVAL;
        }
        int first = 0;
        while (first < lengths.length && count >= lengths[first]) {
            count -= lengths[first++];
        }
        int n = lengths.length - first;
        long[] a = new long[n];
        long[] l = new long[n];
        System.arraycopy(addresses, first, a, 0, n);
        System.arraycopy(lengths, first, l, 0, n);
        if (n > 0) {
            a[0] += count;
            l[0] -= count;
        }
        return new Grant(space, a, l);
    }
}
