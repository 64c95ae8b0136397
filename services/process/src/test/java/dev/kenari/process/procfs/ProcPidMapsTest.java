package dev.kenari.process.procfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** proc_pid_maps(5), proc_pid_smaps(5). */
class ProcPidMapsTest {
    @Test
    void linesAreLaidOutAsLinuxDoes() throws Exception {
        ProcFixture.with(proc -> assertThat(proc.read("2/maps"))
                .isEqualTo("00010000-00011000 r-xp 00001000 00:15 77" + " ".repeat(33) + "/bin/a program\n"
                        + "00020000-00023000 rw-p 00000000 00:00 0 \n"));
    }

    @Test
    void smapsHasTheHostsLines() throws Exception {
        ProcFixture.with(proc -> {
            List<String> host = HostFile.keys(HostFile.lines("/proc/self/smaps")).stream()
                    .filter(k -> !k.contains("-") && !k.equals("ProtectionKey"))
                    .distinct()
                    .toList();
            List<String> own = HostFile.keys(proc.read("2/smaps").lines().toList()).stream()
                    .filter(k -> !k.contains("-"))
                    .distinct()
                    .toList();
            assertThat(host).containsAll(own);
        });
    }

    @Test
    void smapsCountsWhatIsResident() throws Exception {
        ProcFixture.with(proc -> {
            String second = proc.read("2/smaps").substring(proc.read("2/smaps").indexOf("00020000"));
            assertThat(second.lines())
                    .contains(
                            "Size:                 12 kB",
                            "Rss:                   4 kB",
                            "Pss:                   4 kB",
                            "Private_Dirty:         4 kB",
                            "Anonymous:             4 kB",
                            "VmFlags: rd wr mr mw me ac ");
        });
    }

    @Test
    void rollupSumsUp() throws Exception {
        ProcFixture.with(proc -> assertThat(proc.read("2/smaps_rollup").lines())
                .startsWith("00010000-00023000 ---p 00000000 00:00 0" + " ".repeat(34) + "[rollup]")
                .contains("Rss:                   4 kB", "Pss_Anon:              4 kB"));
    }
}
