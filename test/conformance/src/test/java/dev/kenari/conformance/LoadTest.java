package dev.kenari.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Thousands of forks, mappings and threads, and a chain of pipes: they work, and neither the guest nor the host keeps their memory. */
class LoadTest {
    private static final long MOST_HEAP_KEPT = 64L << 20;

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void manyOfEverythingLeaveNothingBehind(int harts) throws Exception {
        CrossCompiler.require();
        Path program = CrossCompiler.compile(Path.of("src/test/guest/load/load.c"));
        ProgramsImage image = new ProgramsImage(Map.of("load", program));
        long before = heap();
        Guest.Result result = Guest.of(image).withHarts(harts).run("load");
        assertThat(result.lines()).containsExactly("forks: ok", "mappings: ok", "file: ok", "chain: ok", "threads: ok");
        assertThat(result.status()).as(result.error()).isZero();
        assertThat(heap() - before).as("bytes of heap kept").isLessThan(MOST_HEAP_KEPT);
    }

    private static long heap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
