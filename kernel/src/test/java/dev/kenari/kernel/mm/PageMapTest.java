package dev.kenari.kernel.mm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PageMapTest {
    @Test
    void isAMapInOrder() {
        long seed = Long.getLong("kenari.seed", 1);
        Random random = new Random(seed);
        PageMap map = new PageMap();
        TreeMap<Long, Long> model = new TreeMap<>();
        for (int i = 0; i < 50_000; i++) {
            long index = random.nextInt(4) == 0 ? random.nextInt(1 << 20) * (1L << 30) : random.nextInt(300);
            switch (random.nextInt(4)) {
                case 0, 1 -> {
                    map.put(index, 4096L * (i + 1));
                    model.put(index, 4096L * (i + 1));
                }
                case 2 -> {
                    Long before = model.remove(index);
                    assertThat(map.remove(index)).as("seed %d", seed).isEqualTo(before == null ? 0 : before);
                }
                default -> {
                    Long next = model.ceilingKey(index);
                    assertThat(map.next(index)).as("seed %d", seed).isEqualTo(next == null ? -1 : next);
                }
            }
            assertThat(map.get(index)).as("seed %d", seed).isEqualTo(model.getOrDefault(index, 0L));
            assertThat(map.size()).as("seed %d", seed).isEqualTo(model.size());
        }
    }
}
