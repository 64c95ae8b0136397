package dev.kenari.process.procfs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** cpuset(7), "Formats". */
class CpuListTest {
    @Test
    void listNamesRanges() {
        assertThat(CpuList.list(0b1011_0111)).isEqualTo("0-2,4-5,7");
        assertThat(CpuList.list(0)).isEmpty();
        assertThat(CpuList.list(-1)).isEqualTo("0-63");
    }

    @Test
    void maskIsAsWideAsThereAreCpus() {
        assertThat(CpuList.mask(3, 2)).isEqualTo("3");
        assertThat(CpuList.mask(3, 8)).isEqualTo("03");
        assertThat(CpuList.mask(-1, 64)).isEqualTo("ffffffff,ffffffff");
    }
}
