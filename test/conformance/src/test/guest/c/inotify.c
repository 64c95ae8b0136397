#include "check.h"
#include <sys/inotify.h>
#include <sys/mount.h>

static int in;
static int watches[16];
static uint32_t first_cookie;

static const struct {
    uint32_t bit;
    const char *name;
} NAMES[] = {{IN_ACCESS, "ACCESS"}, {IN_MODIFY, "MODIFY"}, {IN_ATTRIB, "ATTRIB"}, {IN_CLOSE_WRITE, "CLOSE_WRITE"},
             {IN_CLOSE_NOWRITE, "CLOSE_NOWRITE"}, {IN_OPEN, "OPEN"}, {IN_MOVED_FROM, "MOVED_FROM"}, {IN_MOVED_TO, "MOVED_TO"},
             {IN_CREATE, "CREATE"}, {IN_DELETE, "DELETE"}, {IN_DELETE_SELF, "DELETE_SELF"}, {IN_MOVE_SELF, "MOVE_SELF"},
             {IN_UNMOUNT, "UNMOUNT"}, {IN_Q_OVERFLOW, "Q_OVERFLOW"}, {IN_IGNORED, "IGNORED"}, {IN_ISDIR, "ISDIR"}};

/* Everything that is queued, in order: watch, events, name, and whether a rename's cookie is the last one's. */
static void show(const char *name) {
    static char buffer[1 << 16] __attribute__((aligned(8)));
    static uint32_t last;
    printf("%s:", name);
    ssize_t n = read(in, buffer, sizeof buffer);
    if (n < 0) printf(" %s", strerrorname_np(errno));
    for (char *p = buffer; n > 0 && p < buffer + n;) {
        struct inotify_event *e = (struct inotify_event *)p;
        printf(" %d:", e->wd);
        const char *separator = "";
        for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
            if (e->mask & NAMES[i].bit) printf("%s%s", separator, NAMES[i].name), separator = "|";
        }
        if (e->len) printf("(%s %u)", e->name, e->len);
        if (e->cookie) printf(e->cookie == last ? "=" : "+");
        if (e->cookie) last = e->cookie;
        p += sizeof *e + e->len;
    }
    printf("\n");
    fflush(stdout);
}

int main(void) {
    scratch();
    SHOW("inotify_init1.unknownFlag", "%s", outcome(inotify_init1(1)));
    in = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    SHOW("inotify_init1.cloexec", "%d", fcntl(in, F_GETFD));
    show("inotify.nothingYet");
    mkdir("d", 0755);
    SHOW("inotify_add_watch.directory", "%s", outcome(inotify_add_watch(in, "d", IN_ALL_EVENTS)));
    SHOW("inotify_add_watch.again", "%s", outcome(inotify_add_watch(in, "d", IN_ALL_EVENTS)));
    SHOW("inotify_add_watch.maskCreate", "%s", outcome(inotify_add_watch(in, "d", IN_ALL_EVENTS | IN_MASK_CREATE)));
    SHOW("inotify_add_watch.noEvents", "%s", outcome(inotify_add_watch(in, "d", 0)));
    SHOW("inotify_add_watch.bothMaskFlags", "%s", outcome(inotify_add_watch(in, "d", IN_OPEN | IN_MASK_ADD | IN_MASK_CREATE)));
    SHOW("inotify_add_watch.missing", "%s", outcome(inotify_add_watch(in, "x", IN_OPEN)));
    SHOW("inotify_add_watch.notInotify", "%s", outcome(inotify_add_watch(1, "d", IN_OPEN)));
    SHOW("inotify_add_watch.badDescriptor", "%s", outcome(inotify_add_watch(77, "d", IN_OPEN)));
    SHOW("inotify_add_watch.badPath", "%s", outcome(inotify_add_watch(in, (char *)8, IN_OPEN)));
    int fd = open("d/f", O_CREAT | O_RDWR, 0644);
    show("inotify.create");
    SHOW("inotify_add_watch.onlyDirectory", "%s", outcome(inotify_add_watch(in, "d/f", IN_OPEN | IN_ONLYDIR)));
    write(fd, "abc", 3);
    show("inotify.modify");
    write(fd, "abc", 3);
    write(fd, "abc", 3);
    show("inotify.equalEventsAreOne");
    char c[4];
    pread(fd, c, 3, 0);
    show("inotify.access");
    pread(fd, c, 3, 1000);
    show("inotify.nothingReadIsNoAccess");
    ftruncate(fd, 1);
    show("inotify.truncate");
    close(fd);
    show("inotify.closeWrite");
    fd = open("d/f", O_RDONLY);
    close(fd);
    show("inotify.closeNoWrite");
    fd = open("d/f", O_WRONLY | O_TRUNC);
    close(fd);
    show("inotify.openTruncates");
    close(open("d/f", O_PATH));
    show("inotify.pathDescriptorIsNoOpen");
    chmod("d/f", 0600);
    show("inotify.chmod");
    chown("d/f", 1, 1);
    show("inotify.chown");
    utimensat(AT_FDCWD, "d/f", NULL, 0);
    show("inotify.utimensat");
    struct timespec omit[2] = {{0, UTIME_OMIT}, {5, 0}};
    utimensat(AT_FDCWD, "d/f", omit, 0);
    show("inotify.utimensatModificationTimeOnly");
    setxattr("d/f", "user.a", "v", 1, 0);
    show("inotify.setxattr");
    link("d/f", "d/l");
    show("inotify.link");
    symlink("f", "d/s");
    show("inotify.symlink");
    mkdir("d/sub", 0755);
    show("inotify.mkdir");
    mkfifo("d/p", 0600);
    show("inotify.mknod");
    rename("d/l", "d/m");
    show("inotify.renameWithin");
    rename("d/m", "out");
    show("inotify.renameOut");
    rename("out", "d/in");
    show("inotify.renameIn");
    rename("d/in", "d/s");
    show("inotify.renameOver");
    rename("d/sub", "d/dir");
    show("inotify.renameDirectory");
    chmod("d/dir", 0700);
    show("inotify.chmodDirectory");
    chmod("d", 0700);
    show("inotify.chmodOfItself");
    rmdir("d/dir");
    show("inotify.rmdir");
    unlink("d/p");
    show("inotify.unlink");
    truncate("d/f", 0);
    show("inotify.truncateByName");
    int w = inotify_add_watch(in, "d/f", IN_ALL_EVENTS);
    SHOW("inotify_add_watch.file", "%d", w);
    chmod("d/f", 0644);
    show("inotify.fileAndDirectory");
    fd = open("d/f", O_RDONLY);
    show("inotify.fileOpen");
    rename("d/f", "d/g");
    show("inotify.moveSelf");
    unlink("d/s");
    show("inotify.unlinkOtherName");
    unlink("d/g");
    show("inotify.unlinkWhileOpen");
    read(fd, c, 1);
    close(fd);
    show("inotify.deleteSelf");
    SHOW("inotify_rm_watch.gone", "%s", outcome(inotify_rm_watch(in, w)));
    SHOW("inotify_rm_watch.works", "%s", outcome(inotify_rm_watch(in, 1)));
    show("inotify_rm_watch.ignored");
    close(creat("d/quiet", 0600));
    show("inotify_rm_watch.quiet");
    SHOW("inotify_add_watch.newNumber", "%s", outcome(inotify_add_watch(in, "d", IN_CREATE | IN_ONESHOT)));
    close(creat("d/one", 0600));
    close(creat("d/two", 0600));
    show("inotify.oneShot");
    inotify_add_watch(in, "d", IN_CREATE);
    inotify_add_watch(in, "d", IN_DELETE | IN_MASK_ADD);
    close(creat("d/three", 0600));
    unlink("d/three");
    show("inotify.maskAdd");
    inotify_add_watch(in, "d", IN_DELETE);
    close(creat("d/three", 0600));
    unlink("d/three");
    show("inotify.maskReplaced");
    symlink("d/two", "link");
    w = inotify_add_watch(in, "link", IN_ATTRIB | IN_DONT_FOLLOW);
    chmod("d/two", 0640);
    lchown("link", 2, 2);
    show("inotify.dontFollow");
    inotify_add_watch(in, "d", IN_MODIFY | IN_EXCL_UNLINK);
    fd = open("d/two", O_WRONLY);
    write(fd, "x", 1);
    unlink("d/two");
    write(fd, "x", 1);
    close(fd);
    show("inotify.exclUnlink");
    mkdir("r", 0755);
    inotify_add_watch(in, "r", IN_ALL_EVENTS);
    rename("r", "s");
    show("inotify.directoryMoveSelf");
    rmdir("s");
    show("inotify.directoryDeleteSelf");
    mkdir("mnt", 0755);
    mount("none", "mnt", "tmpfs", 0, NULL);
    inotify_add_watch(in, "mnt", IN_ALL_EVENTS);
    umount("mnt");
    show("inotify.unmount");
    inotify_add_watch(in, "d", IN_CREATE);
    struct pollfd p = {in, POLLIN};
    SHOW("inotify.pollNothing", "%d", poll(&p, 1, 0));
    close(creat("d/a", 0600));
    SHOW_THEN("inotify.pollReadable", poll(&p, 1, 0), " %d", p.revents);
    int bytes = 0;
    ioctl(in, FIONREAD, &bytes);
    SHOW("inotify.fionread", "%d", bytes);
    SHOW("inotify.smallBuffer", "%s", outcome(read(in, c, 4)));
    close(creat("d/a-name-of-sixteen", 0600));
    show("inotify.paddedNames");
    SHOW("inotify.notWritable", "%s", outcome(write(in, "x", 1)));
    chmod("d", 0300);
    IN_CHILD("inotify_add_watch.needsReadPermission", setgid(1000); setuid(1000);
             _exit(inotify_add_watch(in, "d", IN_OPEN) == -1 ? errno : 0));
    fcntl(in, F_SETFL, 0);
    if (fork() == 0) {
        sleep_ms(30);
        close(creat("d/late", 0600));
        _exit(0);
    }
    show("inotify.readWaits");
    wait(NULL);
    close(in);
    in = inotify_init1(IN_NONBLOCK);
    inotify_add_watch(in, "d", IN_MODIFY | IN_ACCESS);
    fd = open("d/big", O_CREAT | O_RDWR, 0600);
    write(fd, "x", 1);
    for (int i = 0; i < 17000; i++) {
        pwrite(fd, "x", 1, 0);
        pread(fd, c, 1, 0);
    }
    bytes = 0;
    ioctl(in, FIONREAD, &bytes);
    int count = 0, overflow = 0;
    char buffer[4096] __attribute__((aligned(8)));
    for (ssize_t n; (n = read(in, buffer, sizeof buffer)) > 0;) {
        for (char *q = buffer; q < buffer + n;) {
            struct inotify_event *e = (struct inotify_event *)q;
            count++;
            if (e->mask & IN_Q_OVERFLOW) overflow = e->wd * 10 + e->len;
            q += sizeof *e + e->len;
        }
    }
    SHOW("inotify.overflow", "%d events, %d bytes, %d", count, bytes, overflow);
    return 0;
}
