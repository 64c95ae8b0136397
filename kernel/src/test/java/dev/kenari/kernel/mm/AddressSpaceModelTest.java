package dev.kenari.kernel.mm;

import static dev.kenari.kernel.harness.KernelHarness.inKernel;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.Kernel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random operations on related address spaces, compared with arrays: one byte stands for a page. */
class AddressSpaceModelTest {
    private static final long BASE = 0x1000_0000;
    private static final int PAGES = 48;
    private static final int STEPS = 4000;
    private static final int MAX_SPACES = 5;

    private static final class Page {
        int protection;
        boolean shared;
        /** The page's byte; what shared mappings and forks of them have in common. */
        byte[] cell;

        Page(int protection, boolean shared, byte[] cell) {
            this.protection = protection;
            this.shared = shared;
            this.cell = cell;
        }

        Page fork() {
            return new Page(protection, shared, shared ? cell : cell.clone());
        }
    }

    private record Pair(AddressSpace space, Page[] model) {}

    @Test
    void behavesAsTheModel() throws Exception {
        long seed = Long.getLong("kenari.seed", new Random().nextLong());
        System.out.println("AddressSpaceModelTest: -Dkenari.seed=" + seed);
        inKernel(kernel -> run(kernel, new Random(seed)));
    }

    private static void run(Kernel kernel, Random random) throws Errno {
        int free = kernel.frames().free();
        List<Pair> pairs = new ArrayList<>();
        pairs.add(new Pair(kernel.spaces().create(), new Page[PAGES]));
        for (int step = 0; step < STEPS; step++) {
            Pair pair = pairs.get(random.nextInt(pairs.size()));
            int from = random.nextInt(PAGES);
            int count = 1 + random.nextInt(Math.min(8, PAGES - from));
            switch (random.nextInt(10)) {
                case 0 -> map(kernel, random, pair, from, count);
                case 1 -> unmap(pair, from, count);
                case 2 -> protect(random, pair, from, count);
                case 3 -> discard(pair, from, count);
                case 4 -> move(random, pair, from, count);
                case 5 -> {
                    if (random.nextInt(8) == 0) {
                        forkOrRelease(random, pairs, pair);
                    }
                }
                default -> touch(random, pair, from);
            }
        }
        for (Pair pair : pairs) {
            for (int i = 0; i < PAGES; i++) {
                check(pair, i);
            }
            pair.space.release();
        }
        assertThat(kernel.frames().free()).isEqualTo(free);
    }

    private static long at(int page) {
        return BASE + (long) page * Frames.SIZE;
    }

    private static void map(Kernel kernel, Random random, Pair pair, int from, int count) throws Errno {
        int protection = random.nextInt(4);
        boolean shared = random.nextBoolean();
        if (shared) {
            MemoryObject object = kernel.objects().anonymous((long) count * Frames.SIZE);
            pair.space.map(at(from), (long) count * Frames.SIZE, Mapping.of(object, 0, protection, true, ""));
            object.release();
        } else {
            pair.space.map(at(from), (long) count * Frames.SIZE, Mapping.anonymous(protection, ""));
        }
        for (int i = from; i < from + count; i++) {
            pair.model[i] = new Page(protection, shared, new byte[1]);
        }
    }

    private static void unmap(Pair pair, int from, int count) {
        pair.space.unmap(at(from), at(from + count));
        for (int i = from; i < from + count; i++) {
            pair.model[i] = null;
        }
    }

    private static void protect(Random random, Pair pair, int from, int count) {
        int protection = random.nextInt(4);
        boolean whole = true;
        for (int i = from; i < from + count; i++) {
            whole &= pair.model[i] != null;
        }
        try {
            pair.space.protect(at(from), at(from + count), protection);
            assertThat(whole).isTrue();
            for (int i = from; i < from + count; i++) {
                pair.model[i].protection = protection;
            }
        } catch (Errno e) {
            assertThat(whole).isFalse();
            assertThat(e).isSameAs(Errno.ENOMEM);
        }
    }

    private static void discard(Pair pair, int from, int count) {
        pair.space.discard(at(from), at(from + count));
        for (int i = from; i < from + count; i++) {
            if (pair.model[i] != null && !pair.model[i].shared) {
                pair.model[i].cell[0] = 0;
            }
        }
    }

    private static void move(Random random, Pair pair, int from, int count) throws Errno {
        int to = random.nextInt(PAGES - count + 1);
        Vma vma = pair.space.find(at(from));
        boolean overlaps = to < from + count && from < to + count;
        if (vma == null || vma.end() < at(from + count) || overlaps || !pair.space.isFree(at(to), at(to + count))) {
            return;
        }
        pair.space.move(at(from), (long) count * Frames.SIZE, at(to), (long) count * Frames.SIZE, false);
        for (int i = 0; i < count; i++) {
            pair.model[to + i] = pair.model[from + i];
            pair.model[from + i] = null;
        }
    }

    private static void forkOrRelease(Random random, List<Pair> pairs, Pair pair) throws Errno {
        if (pairs.size() < MAX_SPACES) {
            Page[] copy = new Page[PAGES];
            for (int i = 0; i < PAGES; i++) {
                copy[i] = pair.model[i] == null ? null : pair.model[i].fork();
            }
            pairs.add(new Pair(pair.space.fork(), copy));
        } else {
            pairs.remove(pair);
            pair.space.release();
        }
    }

    private static void touch(Random random, Pair pair, int page) {
        Page model = pair.model[page];
        if (random.nextBoolean()) {
            check(pair, page);
            return;
        }
        byte value = (byte) random.nextInt();
        boolean may = model != null && (model.protection & Vma.WRITE) != 0;
        try {
            pair.space.memory().putByte(at(page) + 100, value);
            assertThat(may).isTrue();
            model.cell[0] = value;
        } catch (Errno e) {
            assertThat(may).isFalse();
        }
    }

    private static void check(Pair pair, int page) {
        Page model = pair.model[page];
        boolean may = model != null && model.protection != 0;
        try {
            assertThat(pair.space.memory().getByte(at(page) + 100)).isEqualTo(may ? model.cell[0] : 0);
            assertThat(may).isTrue();
        } catch (Errno e) {
            assertThat(may).isFalse();
        }
    }
}
