/* What the file calls do, as text that is the same on every Linux. Runs in a directory of its own. */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <time.h>
#include <unistd.h>

static const char *outcome(long r) {
    static char text[64];
    if (r < 0) snprintf(text, sizeof text, "%s", strerrorname_np(errno));
    else snprintf(text, sizeof text, "%ld", r);
    return text;
}
#define SHOW(call) do { errno = 0; printf("%-60.60s = %s\n", #call, outcome((long)(call))); } while (0)

static void content(const char *path) {
    char buffer[256];
    int fd = open(path, O_RDONLY);
    int n = fd < 0 ? -1 : read(fd, buffer, sizeof buffer);
    printf("%s:", path);
    if (n < 0) printf(" %s", strerrorname_np(errno));
    for (int i = 0; i < n; i++) printf(buffer[i] >= ' ' ? "%c" : "\\%d", buffer[i]);
    printf("\n");
    close(fd);
}

static void make(const char *path, const char *text) {
    int fd = open(path, O_CREAT | O_TRUNC | O_WRONLY, 0644);
    if (write(fd, text, strlen(text)) != (ssize_t)strlen(text)) printf("short write\n");
    close(fd);
}

static void status(const char *path) {
    struct stat s;
    if (lstat(path, &s) < 0) printf("%s: %s\n", path, strerrorname_np(errno));
    else printf("%s: mode %o links %ld size %ld uid %d\n", path, s.st_mode, (long)s.st_nlink,
                S_ISDIR(s.st_mode) ? 0L : (long)s.st_size, s.st_uid);
}

static int compare(const void *a, const void *b) { return strcmp(*(char **)a, *(char **)b); }

static void list(const char *path) {
    char *names[100];
    int n = 0;
    DIR *d = opendir(path);
    for (struct dirent *e; d && (e = readdir(d)) && n < 100;) {
        names[n] = malloc(300);
        snprintf(names[n++], 300, "%s(%d)", e->d_name, e->d_type);
    }
    if (d) closedir(d);
    qsort(names, n, sizeof *names, compare);
    printf("%s:", path);
    for (int i = 0; i < n; i++) printf(" %s", names[i]);
    printf("\n");
}

static void opening(void) {
    make("a", "hello");
    SHOW(open("a", O_CREAT | O_EXCL, 0600));
    SHOW(open("none", O_RDONLY));
    SHOW(open("a/b", O_RDONLY));
    SHOW(open("a", O_DIRECTORY));
    SHOW(open(".", O_WRONLY));
    SHOW(open("", O_RDONLY));
    SHOW(open("new/", O_CREAT | O_WRONLY, 0600));
    SHOW(openat(77, "a", O_RDONLY));
    SHOW(open((char *)16, O_RDONLY));
    int fd = open("a", O_RDWR | O_APPEND);
    printf("flags %x\n", fcntl(fd, F_GETFL) & ~O_LARGEFILE & ~0100000);
    SHOW(write(fd, " world", 6));
    SHOW(lseek(fd, 0, SEEK_CUR));
    SHOW(pwrite(fd, "!", 1, 0));
    content("a");
    SHOW(fcntl(fd, F_SETFL, O_NONBLOCK));
    printf("flags %x\n", fcntl(fd, F_GETFL) & ~O_LARGEFILE & ~0100000);
    close(fd);
    fd = open(".", O_TMPFILE | O_RDWR, 0600);
    printf("tmpfile %d\n", fd >= 0);
    char proc[64];
    write(fd, "unnamed", 7);
    SHOW(linkat(fd, "", AT_FDCWD, "named", AT_EMPTY_PATH));
    content("named");
    close(fd);
}

static void moving_bytes(void) {
    make("f", "0123456789");
    int fd = open("f", O_RDWR);
    char x[4], y[4];
    struct iovec v[2] = {{x, 3}, {y, 4}};
    SHOW(readv(fd, v, 2));
    printf("%.3s %.4s\n", x, y);
    SHOW(preadv(fd, v, 2, 8));
    SHOW(pread(fd, x, 4, -1));
    SHOW(readv(fd, v, -1));
    SHOW(read(fd, (char *)16, 4));
    SHOW(write(fd, (char *)16, 4));
    SHOW(read(99, x, 1));
    SHOW(lseek(fd, -1, SEEK_SET));
    SHOW(lseek(fd, 2, SEEK_END));
    SHOW(write(fd, "end", 3));
    content("f");
    SHOW(ftruncate(fd, 4));
    SHOW(lseek(fd, 0, SEEK_CUR));
    SHOW(read(fd, x, 1));
    content("f");
    SHOW(ftruncate(fd, -1));
    SHOW(truncate("f", 6));
    content("f");
    SHOW(fsync(fd));
    SHOW(fallocate(fd, 0, 0, 10));
    SHOW(fallocate(fd, 0, -1, 10));
    content("f");
    SHOW(ioctl(fd, FIONREAD, x));
    SHOW(posix_fadvise(fd, 0, 0, POSIX_FADV_WILLNEED));
    SHOW(posix_fadvise(fd, 0, 0, 77));
    int out = open("g", O_CREAT | O_RDWR, 0644);
    off_t at = 1;
    SHOW(sendfile(out, fd, &at, 5));
    printf("at %ld\n", (long)at);
    loff_t from = 0;
    SHOW(copy_file_range(fd, &from, out, 0, 3, 0));
    content("g");
    int p[2];
    pipe(p);
    from = 0;
    SHOW(splice(fd, &from, p[1], 0, 4, 0));
    SHOW(tee(p[0], p[1], 1, 0));
    SHOW(splice(p[0], 0, out, 0, 4, 0));
    content("g");
    SHOW(lseek(p[0], 0, SEEK_SET));
    SHOW(pread(p[0], x, 1, 0));
    SHOW(ftruncate(p[1], 1));
    close(p[0]), close(p[1]), close(out), close(fd);
}

static void descriptors(void) {
    int fd = open("f", O_RDONLY | O_CLOEXEC);
    SHOW(fcntl(fd, F_GETFD));
    int copy = dup(fd);
    SHOW(fcntl(copy, F_GETFD));
    SHOW(fcntl(fd, F_DUPFD_CLOEXEC, 20));
    SHOW(dup3(fd, fd, 0));
    SHOW(dup2(fd, fd) == fd);
    SHOW(dup2(99, 5));
    SHOW(dup3(fd, 21, O_CLOEXEC));
    SHOW(fcntl(21, F_GETFD));
    SHOW(fcntl(fd, F_DUPFD, -1));
    SHOW(fcntl(fd, 9999, 0));
    SHOW(close_range(20, 30, 0));
    SHOW(fcntl(21, F_GETFD));
    SHOW(close(copy));
    SHOW(close(copy));
    close(fd);
}

static void names(void) {
    char buffer[PATH_MAX];
    SHOW(mkdir("d", 0755));
    SHOW(mkdir("d", 0755));
    SHOW(mkdir("d/e", 0700));
    SHOW(mkdir("no/e", 0700));
    SHOW(mkdir("f/e", 0700));
    status("d");
    make("d/x", "x");
    SHOW(symlink("x", "d/l"));
    SHOW(link("d/x", "d/h"));
    SHOW(link("d", "d2"));
    status("d/x"), status("d/l"), status("d/e");
    SHOW(mkfifo("d/p", 0600));
    SHOW(mknod("d/c", S_IFDIR, 0));
    list("d");
    memset(buffer, 0, sizeof buffer);
    SHOW(readlink("d/l", buffer, sizeof buffer));
    printf("%s\n", buffer);
    SHOW(readlink("d/x", buffer, sizeof buffer));
    SHOW(readlink("d/l", buffer, 0));
    SHOW(rmdir("d"));
    SHOW(rmdir("d/x"));
    SHOW(rmdir("d/e/."));
    SHOW(unlink("d/e"));
    SHOW(unlink("d/x/"));
    SHOW(unlink("d/none"));
    SHOW(rename("d/x", "d/y"));
    SHOW(rename("d/y", "d/e"));
    SHOW(rename("d", "d/e/d"));
    SHOW(rename("d/e", "d"));
    SHOW(rename("d/h", "d/y"));
    SHOW(renameat2(AT_FDCWD, "d/y", AT_FDCWD, "d/h", RENAME_NOREPLACE));
    SHOW(renameat2(AT_FDCWD, "d/y", AT_FDCWD, "d/e", RENAME_EXCHANGE));
    status("d/y"), status("d/e");
    SHOW(symlink("loop", "loop"));
    SHOW(open("loop", O_RDONLY));
    SHOW(open("loop", O_RDONLY | O_NOFOLLOW));
    char longname[300];
    memset(longname, 'n', 299), longname[299] = 0;
    SHOW(open(longname, O_CREAT, 0600));
    longname[255] = 0;
    SHOW(close(open(longname, O_CREAT, 0600)));
    SHOW(unlink(longname));
    SHOW(chdir("d/y"));
    getcwd(buffer, sizeof buffer);
    printf("cwd ends %s\n", strrchr(buffer, '/'));
    SHOW(getcwd(buffer, 2) ? 0 : -1);
    SHOW(chdir("../.."));
    SHOW(chdir("f"));
    SHOW(chdir("nowhere"));
}

static void attributes(void) {
    umask(027);
    close(open("m", O_CREAT | O_RDWR, 0777));
    status("m");
    printf("umask %o\n", umask(022));
    SHOW(chmod("m", 04755));
    status("m");
    int fd = open("m", O_RDONLY);
    SHOW(fchmod(fd, 0600));
    status("m");
    SHOW(fchmodat(AT_FDCWD, "none", 0600, 0));
    SHOW(access("m", R_OK | W_OK));
    SHOW(access("m", 9));
    SHOW(faccessat(AT_FDCWD, "d/l", F_OK, AT_SYMLINK_NOFOLLOW));
    struct timespec t[2] = {{1000, 5}, {2000, 999999999}};
    struct stat s;
    SHOW(utimensat(AT_FDCWD, "m", t, 0));
    stat("m", &s);
    printf("%ld.%09ld %ld.%09ld\n", s.st_atim.tv_sec, s.st_atim.tv_nsec, s.st_mtim.tv_sec, s.st_mtim.tv_nsec);
    t[0].tv_nsec = UTIME_OMIT, t[1].tv_nsec = UTIME_NOW;
    SHOW(futimens(fd, t));
    stat("m", &s);
    printf("%ld.%09ld %d\n", s.st_atim.tv_sec, s.st_atim.tv_nsec, s.st_mtim.tv_sec > 1600000000);
    t[0].tv_nsec = 1000000000;
    SHOW(utimensat(AT_FDCWD, "m", t, 0));
    struct statx x;
    SHOW(statx(AT_FDCWD, "m", 0, STATX_BASIC_STATS, &x));
    printf("statx mode %o size %ld mask %d\n", x.stx_mode, (long)x.stx_size, (x.stx_mask & STATX_BASIC_STATS) == STATX_BASIC_STATS);
    SHOW(statx(AT_FDCWD, "m", AT_STATX_SYNC_TYPE, 0, &x));
    SHOW(statx(fd, "", AT_EMPTY_PATH, STATX_SIZE, &x));
    SHOW(statx(fd, "", 0, STATX_SIZE, &x));
    SHOW(fstatat(fd, "", &s, AT_EMPTY_PATH));
    struct statfs v;
    SHOW(statfs(".", &v));
    SHOW(statfs("none", &v));
    printf("name length %ld\n", (long)v.f_namelen);
    close(fd);
}

static void locks(void) {
    int fd = open("lock", O_CREAT | O_RDWR, 0600);
    struct flock l = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 10, .l_len = 20};
    SHOW(fcntl(fd, F_SETLK, &l));
    fflush(stdout);
    if (fork() == 0) {
        struct flock q = {.l_type = F_RDLCK, .l_whence = SEEK_SET, .l_start = 0, .l_len = 0};
        SHOW(fcntl(fd, F_GETLK, &q));
        printf("type %d start %ld length %ld\n", q.l_type, (long)q.l_start, (long)q.l_len);
        q = (struct flock){.l_type = F_RDLCK, .l_whence = SEEK_SET, .l_start = 15, .l_len = 1};
        SHOW(fcntl(fd, F_SETLK, &q));
        q.l_start = 30;
        SHOW(fcntl(fd, F_SETLK, &q));
        q = (struct flock){.l_type = F_RDLCK, .l_whence = SEEK_SET, .l_start = 5, .l_len = -6};
        SHOW(fcntl(fd, F_SETLK, &q));
        int other = open("lock", O_RDWR);
        SHOW(flock(other, LOCK_EX));
        SHOW(flock(fd, LOCK_SH | LOCK_NB));
        fflush(stdout);
        _exit(0);
    }
    wait(0);
    SHOW(flock(fd, LOCK_SH | LOCK_NB));
    SHOW(flock(fd, 77));
    close(fd);
}

static void mapping(void) {
    make("map", "0123456789");
    int fd = open("map", O_RDWR);
    char *shared = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    char *private = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
    shared[0] = 'S';
    private[1] = 'P';
    printf("%.3s %.3s\n", shared, private);
    SHOW(pwrite(fd, "W", 1, 2));
    printf("%.3s %.3s\n", shared, private);
    SHOW(msync(shared, 4096, MS_SYNC));
    content("map");
    int reader = open("map", O_RDONLY);
    SHOW(mmap(0, 4096, PROT_WRITE, MAP_SHARED, reader, 0) == MAP_FAILED ? -1 : 0);
    int memory = memfd_create("m", MFD_ALLOW_SEALING);
    SHOW(write(memory, "sealed", 6));
    SHOW(fcntl(memory, F_ADD_SEALS, F_SEAL_GROW));
    SHOW(write(memory, "x", 1));
    SHOW(fcntl(memory, F_GET_SEALS));
    close(memory), close(reader), close(fd);
}

static void bad(void) {
    SHOW(syscall(SYS_getdents64, 0, 0, 0) < 0 ? 0 : 1);
    SHOW(mount("none", "/nowhere", "tmpfs", 0, 0) < 0 ? 0 : 1);
    SHOW(ioctl(open("f", O_RDONLY), 0x5401, 0));
}

int main(int argc, char **argv) {
    if (chdir(argv[1]) < 0) return 1;
    close(0);
    open("/dev/null", O_RDONLY);
    opening();
    moving_bytes();
    descriptors();
    names();
    attributes();
    locks();
    mapping();
    bad();
    return 0;
}
