package dev.kenari.process.procfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** proc_pid_status(5). */
class ProcPidStatusTest {
    @Test
    void linesComeInTheHostsOrder() throws Exception {
        ProcFixture.with(proc -> {
            List<String> host = HostFile.keys(HostFile.lines("/proc/self/status"));
            List<String> own = new ArrayList<>(HostFile.keys(proc.read("2/status").lines().toList()));
            own.retainAll(host);
            List<String> expected = new ArrayList<>(host);
            expected.retainAll(own);
            assertThat(own).isEqualTo(expected);
            assertThat(own).hasSizeGreaterThan(40);
        });
    }

    @Test
    void tellsWhoAndWhatItIs() throws Exception {
        ProcFixture.with(proc -> assertThat(proc.read("2/status").lines())
                .contains(
                        "Name:\ta program",
                        "Umask:\t0022",
                        "State:\tS (sleeping)",
                        "Tgid:\t2",
                        "PPid:\t1",
                        "Uid:\t1000\t1000\t1000\t1000",
                        "Groups:\t4 24 ",
                        "FDSize:\t64",
                        "VmSize:\t      16 kB",
                        "VmRSS:\t       4 kB",
                        "SigQ:\t3/256",
                        "SigPnd:\t0000000000000001",
                        "SigCgt:\t0000000000000010",
                        "CapEff:\t0000000000000000",
                        "Cpus_allowed:\t3",
                        "Cpus_allowed_list:\t0-1"));
    }

    @Test
    void processWithoutMemoryHasNoVmLines() throws Exception {
        ProcFixture.with(proc -> assertThat(proc.read("1/status")).doesNotContain("VmSize").contains("Threads:\t1\n"));
    }
}
