#include "check.h"
#include <grp.h>
#include <sys/auxv.h>
#include <sys/mount.h>

/* Copies this program, owned by 12:34. */
static void install(const char *path, mode_t mode) {
    int from = open("/proc/self/exe", O_RDONLY), to = open(path, O_CREAT | O_WRONLY | O_TRUNC, 0755);
    struct stat st;
    fstat(from, &st);
    while (sendfile(to, from, NULL, st.st_size) > 0) {
    }
    fchown(to, 12, 34);
    fchmod(to, mode);
    close(from);
    close(to);
}

/* Shows the credentials that a program has which user 1000 executes. */
static void run(const char *name, const char *path, int no_new_privileges) {
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        setgroups(0, NULL);
        setgid(1000);
        setuid(1000);
        if (no_new_privileges) prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
        execl(path, path, name, NULL);
        SHOW(name, "%s", strerrorname_np(errno));
        _exit(1);
    }
    waitpid(child, NULL, 0);
}

int main(int argc, char **argv) {
    if (argc > 1) {
        uid_t r, e, s;
        gid_t rg, eg, sg;
        getresuid(&r, &e, &s);
        getresgid(&rg, &eg, &sg);
        SHOW(argv[argc - 1], "%d %d %d, %d %d %d, secure %ld, dumpable %d", r, e, s, rg, eg, sg, getauxval(AT_SECURE),
             prctl(PR_GET_DUMPABLE, 0, 0, 0, 0));
        return 0;
    }
    scratch();
    chmod(".", 0755);
    mkdir("m", 0755);
    install("plain", 0755);
    install("both", 06755);
    run("execve.plain", "plain", 0);
    install("suid", 04755);
    run("execve.setUserId", "suid", 0);
    install("sgid", 02755);
    run("execve.setGroupId", "sgid", 0);
    run("execve.setBothIds", "both", 0);
    install("lock", 02745);
    run("execve.setGroupIdWithoutGroupExecute", "lock", 0);
    run("execve.noNewPrivilegesIgnoresSetId", "both", 1);
    char self[PATH_MAX];
    int script = creat("script", 0755);
    dprintf(script, "#!%s/plain\n", getcwd(self, sizeof self));
    fchown(script, 12, 34);
    fchmod(script, 06755);
    close(script);
    /* The script's own name is its interpreter's last argument: its credentials appear under it. */
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        setgroups(0, NULL);
        setgid(1000);
        setuid(1000);
        execl("./script", "script", "execve.scriptIgnoresSetId", NULL);
        _exit(1);
    }
    waitpid(child, NULL, 0);
    SHOW("mount.nosuid", "%s", outcome(mount("none", "m", "tmpfs", MS_NOSUID, NULL)));
    install("m/both", 06755);
    struct stat st;
    stat("m/both", &st);
    SHOW("mount.nosuidKeepsTheBits", "%o", st.st_mode & 07777);
    run("execve.nosuidIgnoresSetId", "m/both", 0);
    SHOW("mount.remountsWithoutNosuid", "%s", outcome(mount("none", "m", NULL, MS_REMOUNT, NULL)));
    run("execve.remountedWithoutNosuid", "m/both", 0);
    SHOW("mount.remountsNoexec", "%s", outcome(mount("none", "m", NULL, MS_REMOUNT | MS_NOEXEC, NULL)));
    run("execve.noexec", "m/both", 0);
    SHOW("umount.works", "%s", outcome(umount("m")));
    SHOW("mount.binds", "%s", outcome(mount(".", "m", NULL, MS_BIND, NULL)));
    SHOW("mount.remountsABind", "%s", outcome(mount(NULL, "m", NULL, MS_REMOUNT | MS_BIND | MS_NOSUID, NULL)));
    run("execve.nosuidBind", "m/both", 0);
    run("execve.sameFileOutsideTheBind", "both", 0);
    umount("m");
    return 0;
}
