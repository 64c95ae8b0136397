#include "check.h"

static int value;
static int childFunction(void *arg) {
    value = 42;
    return 7;
}

static int xcpu_out;

static void on_xcpu(int signal) {
    write(xcpu_out, "x", 1);
}

int main(int argc, char **argv, char **envp) {
    if (argc == 3 && !strcmp(argv[1], "exec")) {
        const char *how = strcmp(argv[2], "./script") ? "execve" : "execve.script";
        printf("%s.arguments: %s %s\n", how, argv[2], getenv("CHECK") ? getenv("CHECK") : "unset");
        printf("%s.closesOnExec: %s\n", how, outcome(fcntl(50, F_GETFD)));
        printf("%s.keepsOthers: %s\n", how, outcome(fcntl(51, F_GETFD)));
        printf("%s.keepsIgnored: %d\n", how, signal(SIGUSR2, SIG_DFL) == SIG_IGN);
        printf("%s.resetsHandlers: %d\n", how, signal(SIGUSR1, SIG_DFL) == SIG_DFL);
        sigset_t m;
        sigprocmask(SIG_BLOCK, NULL, &m);
        printf("%s.keepsMask: %d\n", how, sigismember(&m, SIGHUP));
        return 3;
    }
    char self[PATH_MAX];
    readlink("/proc/self/exe", self, sizeof self);
    self[readlink("/proc/self/exe", self, sizeof self - 1)] = 0;
    scratch();
    int status, p[2];
    pid_t me = getpid(), child = fork();
    if (child == 0) _exit(getppid() == me ? 5 : 6);
    SHOW("wait.returnsChild", "%d", waitpid(child, &status, 0) == child);
    SHOW("fork.parentOfChild", "%d", WEXITSTATUS(status));
    SHOW("wait.noChildren", "%s", outcome(wait(NULL)));
    value = 1;
    if (fork() == 0) {
        value = 2;
        _exit(0);
    }
    wait(NULL);
    SHOW("fork.copiesMemory", "%d", value);
    child = fork();
    if (child == 0) {
        sleep_ms(50);
        _exit(300);
    }
    SHOW("waitpid.nohang", "%s", outcome(waitpid(child, &status, WNOHANG)));
    waitpid(-1, &status, 0);
    SHOW("exit.lowByte", "%d", WEXITSTATUS(status));
    SHOW("waitpid.badOptions", "%s", outcome(waitpid(-1, &status, 0x10000)));
    SHOW("waitpid.notMyChild", "%s", outcome(waitpid(1, &status, 0)));
    child = fork();
    if (child == 0) _exit(4);
    siginfo_t si;
    SHOW("waitid.nowait", "%s", outcome(waitid(P_PID, child, &si, WEXITED | WNOWAIT)));
    SHOW("waitid.info", "%d %d %d", si.si_code == CLD_EXITED, si.si_status, si.si_pid == child);
    SHOW("waitid.reaps", "%s", outcome(waitid(P_PID, child, &si, WEXITED)));
    pid_t v = vfork();
    if (v == 0) {
        value = 77;
        _exit(0);
    }
    SHOW("vfork.sharesMemory", "%d", value);
    wait(NULL);
    static char stack[65536] __attribute__((aligned(16)));
    child = clone(childFunction, stack + sizeof stack, CLONE_VM | SIGCHLD, NULL);
    waitpid(child, &status, 0);
    SHOW("clone.sharesMemory", "%d %d", value, WEXITSTATUS(status));
    SHOW("clone.badFlags", "%s", outcome(syscall(SYS_clone, CLONE_SIGHAND | SIGCHLD, 0, 0, 0, 0)));
    pipe(p);
    if (fork() == 0) {
        if (fork() == 0) {
            sleep_ms(30);
            int orphan = getppid() != me;
            write(p[1], &orphan, sizeof orphan);
            _exit(0);
        }
        _exit(0);
    }
    wait(NULL);
    int orphan = 0;
    read(p[0], &orphan, sizeof orphan);
    SHOW("exit.reparents", "%d", orphan);
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    if (fork() == 0) {
        if (fork() == 0) {
            sleep_ms(30);
            _exit(getppid() == me ? 11 : 12);
        }
        _exit(0);
    }
    wait(&status);
    wait(&status);
    SHOW("prctl.subreaper", "%d", WEXITSTATUS(status));
    int fd = open("/dev/null", O_RDONLY);
    dup3(fd, 50, O_CLOEXEC);
    dup2(fd, 51);
    fflush(stdout);
    child = fork();
    if (child == 0) {
        signal(SIGUSR2, SIG_IGN);
        signal(SIGUSR1, (void (*)(int))childFunction);
        sigset_t m;
        sigemptyset(&m);
        sigaddset(&m, SIGHUP);
        sigprocmask(SIG_BLOCK, &m, NULL);
        char *args[] = {"name", "exec", "argument", NULL}, *env[] = {"CHECK=value", NULL};
        execve(self, args, env);
        _exit(99);
    }
    waitpid(child, &status, 0);
    SHOW("execve.exitStatus", "%d", WEXITSTATUS(status));
    char *none[] = {"x", NULL};
    SHOW("execve.missing", "%s", outcome(execve("none", none, envp)));
    close(creat("plain", 0644));
    SHOW("execve.notExecutable", "%s", outcome(execve("plain", none, envp)));
    SHOW("execve.directory", "%s", outcome(execve("/tmp", none, envp)));
    int f = open("junk", O_CREAT | O_WRONLY, 0755);
    write(f, "\001\002junk", 6);
    close(f);
    SHOW("execve.noFormat", "%s", outcome(execve("./junk", none, envp)));
    f = open("script", O_CREAT | O_WRONLY, 0755);
    dprintf(f, "#!%s exec\n", self);
    close(f);
    child = fork();
    if (child == 0) {
        execve("./script", none, (char *[]){NULL});
        _exit(99);
    }
    waitpid(child, &status, 0);
    SHOW("execve.script", "%d", WEXITSTATUS(status));
    f = open("bad", O_CREAT | O_WRONLY, 0755);
    dprintf(f, "#!/none/such\n");
    close(f);
    SHOW("execve.scriptWithoutInterpreter", "%s", outcome(execve("./bad", none, envp)));
    SHOW("getpgid.self", "%d", getpgid(0) == getpgrp());
    child = fork();
    if (child == 0) _exit(setsid() == getpid() && getsid(0) == getpid() && getpgrp() == getpid() ? 0 : 1);
    waitpid(child, &status, 0);
    SHOW("setsid.newSession", "%d", WEXITSTATUS(status));
    child = fork();
    if (child == 0) {
        setpgid(0, 0);
        _exit(setsid() == -1 ? errno : 0);
    }
    waitpid(child, &status, 0);
    SHOW("setsid.leaderMayNot", "%d", WEXITSTATUS(status));
    SHOW("setpgid.otherSession", "%s", outcome(setpgid(1, 0)));
    SHOW("getpriority.default", "%s", outcome(getpriority(PRIO_PROCESS, 0)));
    IN_CHILD("setpriority.lowers", setpriority(PRIO_PROCESS, 0, 7); _exit(getpriority(PRIO_PROCESS, 0)));
    char name[17] = {0};
    prctl(PR_SET_NAME, "a name longer than fifteen");
    prctl(PR_GET_NAME, name);
    SHOW("prctl.nameIsCut", "%s", name);
    SHOW("prctl.unknown", "%s", outcome(prctl(9999, 0, 0, 0, 0)));
    struct rlimit rl = {64, 128}, got;
    setrlimit(RLIMIT_NOFILE, &rl);
    getrlimit(RLIMIT_NOFILE, &got);
    SHOW("setrlimit.nofile", "%ld %ld", (long)got.rlim_cur, (long)got.rlim_max);
    SHOW("dup.beyondLimit", "%s", outcome(dup2(fd, 64)));
    rl.rlim_cur = 200;
    rl.rlim_max = 100;
    SHOW("setrlimit.softAboveHard", "%s", outcome(setrlimit(RLIMIT_NOFILE, &rl)));
    uid_t r, e, s;
    IN_CHILD("setuid.dropsAll", setuid(7); getresuid(&r, &e, &s); _exit(r == 7 && e == 7 && s == 7 ? 0 : 1));
    IN_CHILD("setuid.noWayBack", setuid(7); _exit(setuid(0) == -1 ? errno : 0));
    IN_CHILD("seteuid.wayBack", seteuid(7); _exit(seteuid(0) == -1 ? errno : 0));
    IN_CHILD("setgroups.needsPrivilege", setuid(7); gid_t g = 3; _exit(setgroups(1, &g) == -1 ? errno : 0));
    IN_CHILD("kill.otherUser", setuid(7); _exit(kill(me, 0) == -1 ? errno : 0));
    struct utsname u;
    uname(&u);
    SHOW("uname.system", "%s", u.sysname);
    SHOW("getpid.tid", "%d", getpid() == gettid());
    SHOW("sched_getaffinity.size", "%d", syscall(SYS_sched_getaffinity, 0, 128, stack) > 0);
    SHOW("getrandom.count", "%s", outcome(syscall(SYS_getrandom, stack, 100, 0)));
    SHOW("getrandom.badFlags", "%s", outcome(syscall(SYS_getrandom, stack, 100, 0x100)));
    SHOW("syscall.unknown", "%s", outcome(syscall(5000)));
    int pfd = syscall(SYS_pidfd_open, getpid(), 0);
    SHOW("pidfd_open.self", "%s", ok(pfd));
    SHOW("pidfd_send_signal.zero", "%s", outcome(syscall(SYS_pidfd_send_signal, pfd, 0, NULL, 0)));
    IN_CHILD("setrlimit.cpuSoftLimit", struct rlimit l = {1, 3}; setrlimit(RLIMIT_CPU, &l); for (;;) {});
    int counted[2];
    pipe(counted);
    xcpu_out = counted[1];
    IN_CHILD("setrlimit.cpuHardLimit", struct rlimit l = {1, 2}; signal(SIGXCPU, on_xcpu); setrlimit(RLIMIT_CPU, &l);
             if (fork() == 0) { setrlimit(RLIMIT_CPU, &(struct rlimit){0, 2}); getrlimit(RLIMIT_CPU, &l); _exit(l.rlim_cur); }
             for (;;) {});
    close(counted[1]);
    SHOW("setrlimit.cpuSignals", "%s", outcome(read(counted[0], stack, 10)));
    return 0;
}
