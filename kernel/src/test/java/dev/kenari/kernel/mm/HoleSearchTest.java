package dev.kenari.kernel.mm;

import static dev.kenari.kernel.harness.KernelHarness.inKernel;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.abi.Errno;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HoleSearchTest {
    private static final int PAGES = 64;
    private static final int STEPS = 5000;
    private static final long PAGE = Frames.SIZE;

    /** Random mappings and unmappings: what is found is what trying every place from the top down finds. */
    @Test
    void findsTheHighestHole() throws Exception {
        long seed = Long.getLong("kenari.seed", new Random().nextLong());
        System.out.println("HoleSearchTest: -Dkenari.seed=" + seed);
        Random random = new Random(seed);
        inKernel(kernel -> {
            AddressSpace space = kernel.spaces().create();
            long floor = space.limits().mapFloor();
            space.limits().setMapBase(floor + PAGES * PAGE);
            for (int step = 0; step < STEPS; step++) {
                long length = (1 + random.nextInt(6)) * PAGE;
                long alignment = PAGE << random.nextInt(3);
                long expected = highest(space, length, alignment);
                if (random.nextInt(3) != 0) {
                    assertThat(find(space, length, alignment)).isEqualTo(expected);
                }
                if (expected >= 0 && random.nextBoolean()) {
                    space.map(expected, length, Mapping.anonymous(random.nextInt(4), ""));
                } else {
                    long start = floor + random.nextInt(PAGES) * PAGE;
                    space.unmap(start, start + length);
                }
                if (random.nextInt(500) == 0) {
                    space.limits().setMapBase(floor + (PAGES / 2 + random.nextInt(PAGES)) * PAGE);
                }
            }
            space.release();
        });
    }

    private static long find(AddressSpace space, long length, long alignment) {
        try {
            return space.findFree(length, alignment);
        } catch (Errno e) {
            return -1;
        }
    }

    private static long highest(AddressSpace space, long length, long alignment) {
        for (long at = space.limits().mapBase() - length & -alignment; at >= space.limits().mapFloor(); at -= alignment) {
            if (space.isFree(at, at + length)) {
                return at;
            }
        }
        return -1;
    }
}
