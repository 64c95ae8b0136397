/** Processes: pids, exec, signals, terminals, procfs. The exported package holds the protocols. */
module dev.kenari.process {
    requires transitive dev.kenari.kernel;
    requires transitive dev.kenari.drivers;
    requires transitive dev.kenari.vfs;

    exports dev.kenari.process;
}
