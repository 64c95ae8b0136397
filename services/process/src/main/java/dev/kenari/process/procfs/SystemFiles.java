package dev.kenari.process.procfs;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.KernelPanic;
import dev.kenari.kernel.sched.Cpu;
import dev.kenari.process.UtsName;
import dev.kenari.process.table.ProcessThread;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is in /proc besides processes and sysctls. */
final class SystemFiles {
    private static final String DEVICES =
            """
            Character devices:
              1 mem
              4 ttyS
              5 /dev/tty
              5 /dev/console
              5 /dev/ptmx
             10 misc
            128 ptm
            136 pts

            Block devices:
            """;
    private static final String TTY_DRIVERS =
            """
            /dev/tty             /dev/tty        5       0 system:/dev/tty
            /dev/console         /dev/console    5       1 system:console
            /dev/ptmx            /dev/ptmx       5       2 system
            serial               /dev/ttyS       4      64 serial
            pty_slave            /dev/pts      136 0-1048575 pty:slave
            pty_master           /dev/ptm      128 0-1048575 pty:master
            """;

    /** There are no internet interfaces and sockets: tables without lines. */
    private static final Map<String, String> NETWORK = Map.of(
            "dev",
            """
            Inter-|   Receive                                                |  Transmit
             face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
            """,
            "route",
            "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT"
                    + " ".repeat(55) + "\n",
            "arp",
            "IP address       HW type     Flags       HW address            Mask     Device\n",
            "tcp",
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode"
                    + " ".repeat(53) + "\n",
            "udp",
            "   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode"
                    + " ref pointer drops            \n",
            "tcp6",
            "  sl  local_address                         remote_address                        st tx_queue rx_queue"
                    + " tr tm->when retrnsmt   uid  timeout inode\n",
            "udp6",
            "  sl  local_address                         remote_address                        st tx_queue rx_queue"
                    + " tr tm->when retrnsmt   uid  timeout inode ref pointer drops\n",
            "if_inet6",
            "");

    private static final String CONSOLE = "console=ttyS0";

    private final Inspection inspection;
    private final Kernel kernel;
    private final String isa;
    private final LoadAverage load;

    /** @param isa the harts' instruction set as the device tree has it */
    SystemFiles(Inspection inspection, LoadAverage load, String isa) {
        this.inspection = inspection;
        this.kernel = inspection.kernel();
        this.load = load;
        this.isa = isa;
    }

    void addTo(PseudoTree tree) {
        DiskFiles disks = new DiskFiles(inspection.vfs());
        MemoryFiles memory = new MemoryFiles(inspection);
        tree.link("self", this::self);
        tree.link("thread-self", this::threadSelf);
        tree.link("mounts", () -> "self/mounts");
        tree.file("cmdline", () -> (CONSOLE + " " + kernel.configuration().commandLine().text()).strip() + "\n");
        tree.file("consoles", () -> "ttyS0                -W- (EC  p  )    4:64\n");
        tree.file("cpuinfo", this::cpuInfo);
        tree.file("devices", () -> DEVICES + lines(inspection.vfs().drivers()));
        tree.file("diskstats", disks::statistics);
        tree.file("filesystems", this::fileSystems);
        tree.file("interrupts", this::interrupts);
        tree.file("loadavg", this::loadAverage);
        tree.file("locks", () -> inspection.vfs().locks());
        tree.file("meminfo", memory::memInfo);
        tree.file("misc", () -> "");
        if (kernel.modules().enabled()) {
            tree.file("modules", new ModuleFiles(inspection)::list);
        }
        tree.file("partitions", disks::partitions);
        tree.file("stat", this::stat);
        tree.file("sysrq-trigger", 0200, () -> "", this::sysRequest);
        tree.file("swaps", () -> "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n");
        tree.file("uptime", this::uptime);
        tree.file("version", this::version);
        tree.file("vmstat", memory::vmStat);
        tree.file("tty/drivers", () -> TTY_DRIVERS);
        NETWORK.forEach((name, header) -> tree.file("net/" + name, () -> header));
        tree.file("tty/ldiscs", () -> "n_tty       0\n");
    }

    private String self() throws Errno {
        return Integer.toString(asking().process().pid());
    }

    private String threadSelf() throws Errno {
        ProcessThread thread = asking();
        return thread.process().pid() + "/task/" + thread.tid();
    }

    private ProcessThread asking() throws Errno {
        ProcessThread caller = inspection.caller();
        if (caller == null) {
            throw Errno.ENOENT;
        }
        return caller;
    }

    private static String lines(List<String> lines) {
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }

    private String cpuInfo() {
        StringBuilder text = new StringBuilder();
        int harts = kernel.scheduler().cpus().size();
        for (int i = 0; i < harts; i++) {
            text.append("processor\t: ").append(i);
            text.append("\nhart\t\t: ").append(i);
            text.append("\nisa\t\t: ").append(isa);
            text.append("\nmmu\t\t: sv39\nmvendorid\t: 0x0\nmarchid\t\t: 0x0\nmimpid\t\t: 0x0");
            text.append("\nhart isa\t: ").append(isa).append("\n\n");
        }
        return text.toString();
    }

    private String fileSystems() {
        StringBuilder text = new StringBuilder();
        for (String type : inspection.vfs().fileSystemTypes()) {
            text.append(type).append('\n');
        }
        return text.toString();
    }

    private String interrupts() {
        List<Cpu> cpus = kernel.scheduler().cpus();
        StringBuilder text = new StringBuilder(" ".repeat(11));
        for (int i = 0; i < cpus.size(); i++) {
            text.append("%-11s".formatted("CPU" + i));
        }
        text.append('\n');
        for (Map.Entry<Integer, Long> source : kernel.interrupts().counts().entrySet()) {
            text.append("%3d: %10d".formatted(source.getKey(), source.getValue()));
            text.append(" %10d".formatted(0).repeat(cpus.size() - 1)).append("  RISC-V PLIC  ");
            text.append(source.getKey()).append(" Level\n");
        }
        return text.toString();
    }

    private String loadAverage() {
        double[] loads = load.loads();
        return String.format(
                Locale.ROOT,
                "%.2f %.2f %.2f %d/%d %d\n",
                loads[0],
                loads[1],
                loads[2],
                kernel.scheduler().runnable(),
                inspection.table().threadCount(),
                inspection.table().lastPid());
    }

    private String uptime() {
        long now = kernel.timers().now();
        return seconds(now) + " " + seconds(idle(now)) + "\n";
    }

    private long idle(long now) {
        return kernel.scheduler().cpus().stream().mapToLong(cpu -> cpu.idleNanos(now)).sum();
    }

    private static String seconds(long nanos) {
        long hundredths = nanos / (Inspection.NANOS_PER_SECOND / 100);
        return "%d.%02d".formatted(hundredths / 100, hundredths % 100);
    }

    private String version() {
        UtsName names = inspection.names().get();
        return names.system() + " version " + names.release() + " (kenari@kenari) (javac) " + names.version() + "\n";
    }

    private String stat() {
        long now = kernel.timers().now();
        List<Cpu> cpus = kernel.scheduler().cpus();
        long user = cpus.stream().mapToLong(Cpu::userNanos).sum();
        StringBuilder text = new StringBuilder(512).append("cpu ");
        times(text, now * cpus.size(), user, idle(now));
        for (Cpu cpu : cpus) {
            text.append("cpu").append(cpu.hart().id());
            times(text, now, cpu.userNanos(), cpu.idleNanos(now));
        }
        Map<Integer, Long> counts = kernel.interrupts().counts();
        text.append("intr ").append(counts.values().stream().mapToLong(Long::longValue).sum());
        int sources = counts.isEmpty() ? 0 : Collections.max(counts.keySet());
        for (int i = 1; i <= sources; i++) {
            text.append(' ').append(counts.getOrDefault(i, 0L));
        }
        text.append("\nctxt ").append(kernel.scheduler().switches());
        text.append("\nbtime ").append(kernel.timers().realtimeOffset() / Inspection.NANOS_PER_SECOND);
        text.append("\nprocesses ").append(inspection.table().created());
        text.append("\nprocs_running ").append(kernel.scheduler().runnable());
        text.append("\nprocs_blocked 0\nsoftirq 0 0 0 0 0 0 0 0 0 0 0\n");
        return text.toString();
    }

    /** Of Linux's magic requests the one that tests the panic; another lists it in the log. */
    private void sysRequest(String keys) {
        if (keys.startsWith("c")) {
            throw new KernelPanic("sysrq triggered crash");
        }
        kernel.log().info("sysrq: HELP : crash(c)");
    }

    /** user, nice, system, idle, and six kinds that are none here. */
    private static void times(StringBuilder text, long elapsed, long user, long idle) {
        long system = Math.max(0, elapsed - user - idle);
        text.append(' ').append(user / Inspection.NANOS_PER_TICK).append(" 0 ");
        text.append(system / Inspection.NANOS_PER_TICK).append(' ').append(idle / Inspection.NANOS_PER_TICK);
        text.append(" 0 0 0 0 0 0\n");
    }
}
