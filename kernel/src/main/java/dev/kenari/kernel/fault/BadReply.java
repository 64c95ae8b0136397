package dev.kenari.kernel.fault;

import java.util.Arrays;
import java.util.List;

/** Replies that a caller has no reason to expect. */
final class BadReply {
    private BadReply() {}

    /** Something of the type of {@code reply}, but not the same: one bit, one element, or nothing at all. */
    static Object of(Object reply, Bits bits) {
        return switch (reply) {
            case byte[] bytes when bytes.length > 0 -> {
                byte[] wrong = bits.below(4) == 0 ? Arrays.copyOf(bytes, bits.below(bytes.length)) : bytes.clone();
                if (wrong.length > 0) {
                    wrong[bits.below(wrong.length)] ^= (byte) (1 << bits.below(8));
                }
                yield wrong;
            }
            case Integer i -> i ^ 1 << bits.below(Integer.SIZE);
            case Long l -> l ^ 1L << bits.below(Long.SIZE);
            case Boolean b -> !b;
            case String s -> s.isEmpty() ? "?" : s.substring(1);
            case List<?> list when !list.isEmpty() -> list.subList(1, list.size());
            case null, default -> null;
        };
    }
}
