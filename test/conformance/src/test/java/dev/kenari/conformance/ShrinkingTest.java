package dev.kenari.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShrinkingTest {
    private static final List<Integer> THOUSAND = IntStream.range(0, 1000).boxed().toList();

    @Test
    void findsTheOperationsThatMatter() {
        List<Integer> guilty = List.of(17, 90, 91, 950);
        assertThat(Shrinking.shrink(THOUSAND, 500, part -> part.containsAll(guilty))).isEqualTo(guilty);
    }

    @Test
    void stopsWithWhatStillFails() {
        int[] asked = new int[1];
        List<Integer> found = Shrinking.shrink(THOUSAND, 10, part -> asked[0]++ >= 0 && part.contains(500));
        assertThat(found).contains(500).hasSizeLessThan(200);
        assertThat(asked[0]).isLessThanOrEqualTo(10);
    }

    @Test
    void writesRanges() {
        assertThat(Shrinking.ranges(List.of(1, 2, 3, 7, 9, 10))).isEqualTo("1-3,7,9-10");
    }
}
