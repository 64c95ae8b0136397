package dev.kenari.process.procfs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.abi.Errno;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** proc_pid_stat(5), proc_pid_statm(5). */
class ProcPidStatTest {
    private static String[] afterName(String line) {
        return line.substring(line.lastIndexOf(')') + 2).strip().split(" ");
    }

    @Test
    void hasAsManyFieldsAsTheHosts() throws Exception {
        ProcFixture.with(proc -> {
            String host = HostFile.lines("/proc/self/stat").getFirst();
            assertThat(afterName(proc.read("2/stat"))).hasSameSizeAs(afterName(host));
        });
    }

    @Test
    void startsWithIdNameAndState() throws Exception {
        ProcFixture.with(proc -> assertThat(proc.read("2/stat")).startsWith("2 (a program) S 1 2 2 34819 2 "));
    }

    @Test
    void tellsSizesAndLayout() throws Exception {
        ProcFixture.with(proc -> {
            String[] fields = afterName(proc.read("2/stat"));
            assertThat(fields[20]).isEqualTo("16384");
            assertThat(fields[21]).isEqualTo("1");
            assertThat(fields[23]).isEqualTo("65536");
            assertThat(fields[45]).isEqualTo("131072");
        });
    }

    @Test
    void processWithoutAProgramHasNoMemory() throws Exception {
        ProcFixture.with(proc -> {
            assertThat(proc.read("1/stat")).startsWith("1 (init) S 0 1 1 ");
            assertThat(proc.read("1/statm")).isEqualTo("0 0 0 0 0 0 0\n");
        });
    }

    @Test
    void statmCountsPages() throws Exception {
        ProcFixture.with(proc -> assertThat(proc.read("2/statm")).isEqualTo("4 1 0 1 0 3 0\n"));
    }

    @Test
    void zombieIsShownUntilReaped() throws Exception {
        ProcFixture.with(proc -> {
            proc.process.setStatus(0);
            assertThat(proc.read("2/stat")).startsWith("2 (a program) Z ");
            assertThat(proc.read("2/cmdline")).isEmpty();
            proc.table.reap(proc.process);
            Assertions.assertThatThrownBy(() -> proc.node("2")).isInstanceOf(Errno.class);
        });
    }
}
