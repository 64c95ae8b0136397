package dev.kenari.process.procfs;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.crash.FailurePolicy;
import dev.kenari.kernel.module.Modules;

/** /proc/sys (sysctl(8)): what programs ask for. Values that nothing could act on can't be written. */
final class Sysctls {
    private static final int UUID_BYTES = 16;

    /** Sets a host or domain name for the asking thread. EPERM. */
    @FunctionalInterface
    interface NameSetter {
        void set(int tid, String name) throws Errno;
    }

    private final Inspection inspection;
    private final Kernel kernel;
    private final NameSetter hostName;
    private final NameSetter domainName;
    private final String bootId;

    Sysctls(Inspection inspection, NameSetter hostName, NameSetter domainName) {
        this.inspection = inspection;
        this.kernel = inspection.kernel();
        this.hostName = hostName;
        this.domainName = domainName;
        this.bootId = uuid();
    }

    void addTo(PseudoTree tree) {
        names(tree);
        limits(tree);
        failures(tree);
        randomness(tree);
        memory(tree);
        files(tree);
        if (kernel.modules().enabled()) {
            modules(tree);
        }
    }

    private void modules(PseudoTree tree) {
        Modules modules = kernel.modules();
        tree.file("sys/kernel/modprobe", 0644, () -> modules.program() + "\n", text -> modules.setProgram(text.strip()));
        tree.file("sys/kernel/modules_disabled", 0644, () -> (modules.isDisabled() ? 1 : 0) + "\n", text -> {
            if (!text.strip().equals("1")) {
                throw Errno.EINVAL;
            }
            modules.disable();
        });
    }

    private void names(PseudoTree tree) {
        tree.file("sys/kernel/ostype", () -> inspection.names().get().system() + "\n");
        tree.file("sys/kernel/osrelease", () -> inspection.names().get().release() + "\n");
        tree.file("sys/kernel/version", () -> inspection.names().get().version() + "\n");
        tree.file("sys/kernel/arch", () -> inspection.names().get().machine() + "\n");
        tree.file("sys/kernel/hostname", 0644, () -> inspection.names().get().node() + "\n", text -> set(hostName, text));
        tree.file(
                "sys/kernel/domainname", 0644, () -> inspection.names().get().domain() + "\n", text -> set(domainName, text));
    }

    private void set(NameSetter setter, String text) throws Errno {
        if (inspection.caller() == null) {
            throw Errno.EPERM;
        }
        int end = text.indexOf('\n');
        setter.set(inspection.caller().tid(), end < 0 ? text : text.substring(0, end));
    }

    private void limits(PseudoTree tree) {
        tree.constant("sys/kernel/pid_max", 32768);
        tree.constant("sys/kernel/threads-max", 32768);
        tree.file("sys/kernel/ns_last_pid", () -> inspection.table().lastPid() + "\n");
        tree.constant("sys/kernel/ngroups_max", 65536);
        tree.constant("sys/kernel/cap_last_cap", 40);
        tree.constant("sys/kernel/overflowuid", 65534);
        tree.constant("sys/kernel/overflowgid", 65534);
        tree.constant("sys/kernel/sched_rr_timeslice_ms", 100);
        tree.constant("sys/kernel/sched_autogroup_enabled", 0);
        tree.constant("sys/kernel/core_pattern", "core");
        tree.constant("sys/kernel/core_uses_pid", 0);
        tree.constant("sys/kernel/printk", "4\t4\t1\t7");
        tree.constant("sys/kernel/dmesg_restrict", 0);
        tree.constant("sys/kernel/kptr_restrict", 1);
        tree.constant("sys/kernel/perf_event_paranoid", 4);
        tree.constant("sys/kernel/unprivileged_bpf_disabled", 2);
        tree.constant("sys/kernel/io_uring_disabled", 2);
        tree.constant("sys/kernel/shmmax", "18446744073692774399");
        tree.constant("sys/kernel/shmall", "18446744073692774399");
        tree.constant("sys/kernel/shmmni", 4096);
        tree.constant("sys/kernel/msgmax", 8192);
        tree.constant("sys/kernel/msgmnb", 16384);
        tree.constant("sys/kernel/msgmni", 32000);
        tree.constant("sys/kernel/sem", "32000\t1024000000\t500\t32000");
        tree.constant("sys/kernel/pty/max", 4096);
        tree.constant("sys/net/core/somaxconn", 4096);
    }

    private void failures(PseudoTree tree) {
        FailurePolicy policy = kernel.failures();
        tree.file("sys/kernel/panic", 0644, () -> policy.panicTimeout() + "\n",
                text -> policy.setPanicTimeout((int) number(text, Integer.MIN_VALUE, Integer.MAX_VALUE)));
        tree.file("sys/kernel/panic_on_oops", 0644, () -> policy.panicOnOops() ? "1\n" : "0\n",
                text -> policy.setPanicOnOops(number(text, Integer.MIN_VALUE, Integer.MAX_VALUE) != 0));
        tree.file("sys/kernel/oops_limit", 0644, () -> policy.oopsLimit() + "\n",
                text -> policy.setOopsLimit((int) number(text, 0, Integer.MAX_VALUE)));
        tree.file("sys/kernel/tainted", 0644, () -> policy.taint().mask() + "\n",
                text -> policy.taint().addMask(number(text, 0, Long.MAX_VALUE)));
    }

    private static long number(String text, long least, long most) throws Errno {
        try {
            long value = Long.decode(text.strip());
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // EINVAL, too.
        }
        throw Errno.EINVAL;
    }

    private void randomness(PseudoTree tree) {
        tree.constant("sys/kernel/randomize_va_space", 2);
        tree.constant("sys/kernel/random/boot_id", bootId);
        tree.file("sys/kernel/random/uuid", () -> uuid() + "\n");
        tree.constant("sys/kernel/random/entropy_avail", 256);
        tree.constant("sys/kernel/random/poolsize", 256);
        tree.constant("sys/kernel/random/write_wakeup_threshold", 256);
        tree.constant("sys/kernel/random/urandom_min_reseed_secs", 60);
    }

    /** A random UUID (RFC 9562, version 4). */
    private String uuid() {
        byte[] bytes = kernel.random(UUID_BYTES);
        bytes[6] = (byte) (bytes[6] & 0x0F | 0x40);
        bytes[8] = (byte) (bytes[8] & 0x3F | 0x80);
        StringBuilder text = new StringBuilder(36);
        for (int i = 0; i < UUID_BYTES; i++) {
            text.append(i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "");
            text.append("%02x".formatted(bytes[i] & 0xFF));
        }
        return text.toString();
    }

    private static void memory(PseudoTree tree) {
        tree.constant("sys/vm/overcommit_memory", 1);
        tree.constant("sys/vm/overcommit_ratio", 50);
        tree.constant("sys/vm/overcommit_kbytes", 0);
        tree.constant("sys/vm/max_map_count", 65530);
        tree.constant("sys/vm/mmap_min_addr", 65536);
        tree.constant("sys/vm/swappiness", 60);
        tree.constant("sys/vm/nr_hugepages", 0);
    }

    private static void files(PseudoTree tree) {
        tree.constant("sys/fs/file-max", "9223372036854775807");
        tree.constant("sys/fs/nr_open", 1048576);
        tree.constant("sys/fs/inotify/max_queued_events", 16384);
        tree.constant("sys/fs/inotify/max_user_watches", 65536);
        tree.constant("sys/fs/pipe-max-size", 1048576);
        tree.constant("sys/fs/pipe-user-pages-hard", 0);
        tree.constant("sys/fs/pipe-user-pages-soft", 16384);
        tree.constant("sys/fs/protected_hardlinks", 0);
        tree.constant("sys/fs/protected_symlinks", 0);
        tree.constant("sys/fs/protected_fifos", 0);
        tree.constant("sys/fs/protected_regular", 0);
        tree.constant("sys/fs/suid_dumpable", 0);
        tree.constant("sys/fs/overflowuid", 65534);
        tree.constant("sys/fs/overflowgid", 65534);
        tree.constant("sys/fs/mount-max", 100000);
    }
}
