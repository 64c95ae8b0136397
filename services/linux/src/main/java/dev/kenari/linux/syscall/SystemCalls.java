package dev.kenari.linux.syscall;

/** The system: rows of the {@link SyscallTable}. */
final class SystemCalls {
    private SystemCalls() {}

    static void addTo(Rows rows) {
        rows.missing(0, "io_setup", "int ptr", "");
        rows.missing(1, "io_destroy", "hex", "");
        rows.missing(2, "io_submit", "hex long ptr", "");
        rows.missing(3, "io_cancel", "hex ptr ptr", "");
        rows.missing(4, "io_getevents", "hex long long ptr timespec", "");
        rows.missing(18, "lookup_dcookie", "hex out size", "");
        rows.missing(42, "nfsservctl", "int ptr ptr", "");
        rows.missing(89, "acct", "path", "");
        rows.missing(104, "kexec_load", "hex size ptr hex", "");
        rows.full(105, "init_module", "ptr size str", InitModule::initModule);
        rows.partial(106, "delete_module", "str hex", DeleteModule::deleteModule, "O_TRUNC does not force");
        rows.partial(116, "syslog", "int out int", Syslog::syslog,
                "reads and clears the ring; reading message by message (2, 9) is EINVAL, the console's level EPERM");
        rows.partial(142, "reboot", "hex hex hex ptr", Reboot::reboot, "a restart is a halt; no kexec, no suspend");
        rows.full(160, "uname", "ptr", Uname::uname);
        rows.full(161, "sethostname", "str size", Uname::sethostname);
        rows.full(162, "setdomainname", "str size", Uname::setdomainname);
        rows.full(179, "sysinfo", "ptr", Sysinfo::sysinfo);
        rows.missing(217, "add_key", "str str ptr size int", "");
        rows.missing(218, "request_key", "str str str int", "");
        rows.missing(219, "keyctl", "int hex hex hex hex", "");
        rows.missing(241, "perf_event_open", "ptr pid int fd hex", "");
        rows.full(258, "riscv_hwprobe", "ptr size size ptr hex", RiscvHwprobe::hwprobe);
        rows.partial(273, "finit_module", "fd str hex", InitModule::finitModule, "no compressed modules: EOPNOTSUPP");
        rows.full(278, "getrandom", "out size hex", Getrandom::getrandom);
        rows.missing(280, "bpf", "int ptr uint", "");
        rows.missing(292, "io_pgetevents", "hex long long ptr timespec ptr", "");
        rows.missing(294, "kexec_file_load", "fd fd size str hex", "");
        rows.missing(425, "io_uring_setup", "uint ptr", "");
        rows.missing(426, "io_uring_enter", "fd uint uint hex ptr size", "");
        rows.missing(427, "io_uring_register", "fd uint ptr uint", "");
        rows.missing(444, "landlock_create_ruleset", "ptr size hex", "");
        rows.missing(445, "landlock_add_rule", "fd int ptr hex", "");
        rows.missing(446, "landlock_restrict_self", "fd hex", "");
        rows.missing(459, "lsm_get_self_attr", "int ptr ptr hex", "");
        rows.missing(460, "lsm_set_self_attr", "int ptr size hex", "");
        rows.missing(461, "lsm_list_modules", "ptr ptr hex", "");
    }
}
