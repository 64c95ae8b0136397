/** The Linux personality: the system-call table and a class for each man page. */
module dev.kenari.linux {
    requires transitive dev.kenari.kernel;
    requires transitive dev.kenari.process;
    requires transitive dev.kenari.vfs;

    exports dev.kenari.linux;
    exports dev.kenari.linux.strace;
    exports dev.kenari.linux.syscall;
}
