package dev.kenari.process.procfs;

/** Sets of CPUs as text (cpuset(7), "Formats"). Bit n of a set is CPU n. */
final class CpuList {
    private static final int DIGIT_BITS = 4;
    private static final int WORD_DIGITS = 8;

    private CpuList() {}

    /** List format: {@code 0-3,6}. */
    static String list(long set) {
        StringBuilder text = new StringBuilder();
        for (int first = 0; first < Long.SIZE; first++) {
            if ((set >>> first & 1) == 0) {
                continue;
            }
            int last = first;
            while (last + 1 < Long.SIZE && (set >>> last + 1 & 1) != 0) {
                last++;
            }
            text.append(text.isEmpty() ? "" : ",").append(first);
            text.append(last > first ? "-" + last : "");
            first = last;
        }
        return text.toString();
    }

    /** Mask format, wide enough for {@code cpus} CPUs: {@code ff,ffffffff}. */
    static String mask(long set, int cpus) {
        int digits = (cpus + DIGIT_BITS - 1) / DIGIT_BITS;
        StringBuilder text = new StringBuilder();
        for (int digit = digits - 1; digit >= 0; digit--) {
            text.append(Character.forDigit((int) (set >>> digit * DIGIT_BITS & 0xF), 16));
            text.append(digit > 0 && digit % WORD_DIGITS == 0 ? "," : "");
        }
        return text.toString();
    }
}
