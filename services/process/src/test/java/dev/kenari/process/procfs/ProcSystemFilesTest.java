package dev.kenari.process.procfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** proc_meminfo(5), proc_stat(5), proc_loadavg(5), proc_uptime(5), proc_cpuinfo(5), proc_sys_kernel(5) ... */
class ProcSystemFilesTest {
    @Test
    void meminfoLinesAreTheHosts() throws Exception {
        ProcFixture.with(proc -> {
            List<String> own = new ArrayList<>(HostFile.keys(proc.read("meminfo").lines().toList()));
            List<String> host = new ArrayList<>(HostFile.keys(HostFile.lines("/proc/meminfo")));
            assertThat(host).containsAll(own);
            host.retainAll(own);
            assertThat(own).isEqualTo(host);
            assertThat(proc.read("meminfo").lines()).allMatch(l -> l.length() == 27 || !l.endsWith(" kB"));
            assertThat(HostFile.lines("/proc/meminfo").getFirst()).hasSize(27);
            assertThat(proc.read("meminfo")).startsWith("MemTotal:          65536 kB\n");
        });
    }

    @Test
    void statHasALineForAllHartsAndOneForEach() throws Exception {
        ProcFixture.with(proc -> {
            List<String> own = proc.read("stat").lines().toList();
            assertThat(own.stream().map(l -> l.split(" ")[0]))
                    .containsExactly(
                            "cpu", "cpu0", "cpu1", "intr", "ctxt", "btime", "processes", "procs_running",
                            "procs_blocked", "softirq");
            String host = HostFile.lines("/proc/stat").getFirst();
            assertThat(own.getFirst().split(" +")).hasSameSizeAs(host.split(" +"));
            assertThat(own.getFirst()).startsWith("cpu  ");
            assertThat(own).contains("btime 1700000000");
        });
    }

    @Test
    void uptimeAndLoadavgAreNumbers() throws Exception {
        ProcFixture.with(proc -> {
            assertThat(proc.read("uptime")).matches("\\d+\\.\\d\\d \\d+\\.\\d\\d\n");
            assertThat(proc.read("loadavg")).matches("\\d+\\.\\d\\d \\d+\\.\\d\\d \\d+\\.\\d\\d \\d+/\\d+ \\d+\n");
        });
    }

    @Test
    void cpuinfoDescribesEachHart() throws Exception {
        ProcFixture.with(proc -> assertThat(proc.read("cpuinfo"))
                .startsWith("processor\t: 0\nhart\t\t: 0\nisa\t\t: rv64imafdc\nmmu\t\t: sv39\n")
                .contains("\n\nprocessor\t: 1\n"));
    }

    @Test
    void networkTablesHaveTheHostsHeaders() throws Exception {
        ProcFixture.with(proc -> {
            for (String table : List.of("dev", "route", "arp", "tcp", "udp", "tcp6", "udp6")) {
                String host = HostFile.lines("/proc/net/" + table).getFirst();
                assertThat(proc.read("net/" + table).lines().findFirst()).as(table).hasValue(host);
            }
        });
    }

    @Test
    void kernelSysctlsTellTheName() throws Exception {
        ProcFixture.with(proc -> {
            assertThat(proc.read("sys/kernel/ostype")).isEqualTo("Linux\n");
            assertThat(proc.read("sys/kernel/osrelease")).isEqualTo("6.12.0\n");
            assertThat(proc.read("version")).startsWith("Linux version 6.12.0 (");
        });
    }

    @Test
    void uuidIsOfVersionFourAndBootIdStays() throws Exception {
        ProcFixture.with(proc -> {
            String pattern = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\n";
            assertThat(proc.read("sys/kernel/random/uuid")).matches(pattern);
            assertThat(proc.read("sys/kernel/random/boot_id")).matches(pattern)
                    .isEqualTo(proc.read("sys/kernel/random/boot_id"));
        });
    }
}
