package dev.kenari.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Makes a failing sequence smaller by leaving parts out (Zeller and Hildebrandt, "Simplifying and isolating failure-inducing input"). */
final class Shrinking {
    private Shrinking() {}

    /**
     * A part of {@code failing} that fails too and, if the attempts suffice, of which nothing can be left out.
     *
     * @param fails asked at most {@code attempts} times
     */
    static List<Integer> shrink(List<Integer> failing, int attempts, Predicate<List<Integer>> fails) {
        List<Integer> now = failing;
        int parts = 2;
        int left = attempts;
        while (now.size() > 1 && left > 0) {
            boolean smaller = false;
            for (int part = 0; part < parts && left > 0 && !smaller; part++) {
                int from = (int) ((long) now.size() * part / parts);
                int to = (int) ((long) now.size() * (part + 1) / parts);
                List<Integer> rest = new ArrayList<>(now.subList(0, from));
                rest.addAll(now.subList(to, now.size()));
                left--;
                if (to > from && fails.test(rest)) {
                    now = rest;
                    smaller = true;
                }
            }
            if (smaller) {
                parts = Math.max(2, parts - 1);
            } else if (parts >= now.size()) {
                return now;
            } else {
                parts = Math.min(now.size(), parts * 2);
            }
        }
        return now;
    }

    /** As {@code fileops} takes them: {@code 1-3,7}. */
    static String ranges(List<Integer> numbers) {
        List<int[]> ranges = new ArrayList<>();
        for (int number : numbers) {
            if (!ranges.isEmpty() && ranges.getLast()[1] == number - 1) {
                ranges.getLast()[1] = number;
            } else {
                ranges.add(new int[] {number, number});
            }
        }
        return ranges.stream().map(r -> r[0] == r[1] ? "" + r[0] : r[0] + "-" + r[1]).collect(Collectors.joining(","));
    }
}
