package dev.kenari.process.procfs;

import dev.kenari.kernel.Kernel;

/** What is in /sys: the little of sysfs(5) that C libraries, lscpu(1) and language runtimes look at. */
final class SysFiles {
    private SysFiles() {}

    static void addTo(PseudoTree tree, Kernel kernel) {
        int harts = kernel.scheduler().cpus().size();
        long all = harts >= Long.SIZE ? -1 : (1L << harts) - 1;
        String cpus = "devices/system/cpu/";
        tree.constant(cpus + "online", CpuList.list(all));
        tree.constant(cpus + "possible", CpuList.list(all));
        tree.constant(cpus + "present", CpuList.list(all));
        tree.constant(cpus + "offline", "");
        tree.constant(cpus + "isolated", "");
        tree.constant(cpus + "kernel_max", Long.SIZE - 1);
        for (int i = 0; i < harts; i++) {
            String topology = cpus + "cpu" + i + "/topology/";
            tree.constant(topology + "core_id", i);
            tree.constant(topology + "physical_package_id", 0);
            tree.constant(topology + "core_cpus", CpuList.mask(1L << i, harts));
            tree.constant(topology + "core_cpus_list", i);
            tree.constant(topology + "thread_siblings", CpuList.mask(1L << i, harts));
            tree.constant(topology + "thread_siblings_list", i);
            tree.constant(topology + "package_cpus", CpuList.mask(all, harts));
            tree.constant(topology + "package_cpus_list", CpuList.list(all));
            tree.constant(topology + "core_siblings", CpuList.mask(all, harts));
            tree.constant(topology + "core_siblings_list", CpuList.list(all));
        }
        tree.constant("devices/system/node/online", 0);
        tree.constant("devices/system/node/possible", 0);
        tree.constant("devices/system/node/node0/cpumap", CpuList.mask(all, harts));
        tree.constant("devices/system/node/node0/cpulist", CpuList.list(all));
        tree.file("kernel/oops_count", () -> kernel.failures().oopses() + "\n");
        tree.constant("kernel/mm/transparent_hugepage/enabled", "always madvise [never]");
        tree.directory("block");
        tree.directory("bus");
        tree.directory("class/block");
        tree.directory("dev/block");
        tree.directory("dev/char");
        tree.directory("fs/cgroup");
        tree.directory("fs/fuse/connections");
        tree.directory("firmware");
        tree.directory("module");
    }
}
