/* Random file operations, the same for the same seed on every system: after each the result goes into a log, and at each checkpoint all
 * descriptors are closed and the tree is read. What an operation does depends on the seed and its own number only, never on what earlier
 * ones did, so that any subset of a sequence is a sequence too.
 *
 *   fileops DIRECTORY SEED RANGES [-v] [-p] [-x] [-m DEVICE | -o LAYERS [-l COUNT]] [-j PROCESSES]
 *
 * RANGES are numbers of operations, "0-999,1500-1600". Prints a line for each checkpoint: the number of the operation before it, and a hash
 * of the log so far. -v prints the log itself. -p leaves out what only ext4 does, -x extended attributes. -m mounts DEVICE (ext4) at
 * DIRECTORY, and anew at each checkpoint; -o an overlay with layers in the directory LAYERS, whose lower one is made by the first COUNT
 * operations. -j: so many processes do it at once, with seeds of their own, and nothing is mounted anew. */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/falloc.h>
#include <linux/fs.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

enum { SLOTS = 8, MAPS = 4, EVERY = 200, LARGEST = 1 << 18, PAGE = 4096, MANY = 150 };

static int verbose, portable, plain;
static const char *directory, *device, *type = "ext4";
static char options[1000], lower[300];
static uint64_t state;
static uint64_t hash = 14695981039346656037u;
static int slots[SLOTS];
static struct { unsigned char *at; size_t length; } maps[MAPS];
static unsigned char *data, *back;
static sigjmp_buf on_bus_error;

static uint32_t random32(void) {
    uint64_t z = state += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return (z ^ z >> 31) >> 32;
}

static uint32_t below(uint32_t n) {
    return random32() % n;
}

static uint64_t mix(uint64_t h, const void *bytes, size_t length) {
    for (const unsigned char *p = bytes; length > 0; p++, length--) {
        h = (h ^ *p) * 1099511628211u;
    }
    return h;
}

__attribute__((format(printf, 1, 2))) static void note(const char *format, ...) {
    static char line[9000];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    hash = mix(hash, line, length);
    if (verbose) {
        fputs(line, stdout);
    }
}

static void result(long value) {
    int error = errno;
    if (value == -1) {
        note(" = %s", strerrorname_np(error));
    } else {
        note(" = %ld", value);
    }
}

/* Whether it worked; descriptors and the like differ. */
static void outcome(long value) {
    result(value == -1 ? -1 : 0);
}

static void bytes(const void *at, long length) {
    if (length > 0) {
        note(" %016lx", (unsigned long) mix(1, at, length));
    }
}

/* A path of one to three components; few names, so that operations meet. */
static const char *path(void) {
    static char texts[2][600];
    static int next;
    char *text = texts[next++ & 1];
    *text = 0;
    for (uint32_t depth = below(3); depth > 0; depth--) {
        strcat(text, (const char *[]) {"d0/", "d1/", "d2/", "s0/", "../", "./"}[below(20) < 18 ? below(3) : 3 + below(3)]);
    }
    uint32_t kind = below(100);
    if (kind < 62) {
        sprintf(text + strlen(text), "f%u", below(6));
    } else if (kind < 86) {
        sprintf(text + strlen(text), "d%u", below(3));
    } else if (kind < 95) {
        sprintf(text + strlen(text), "s%u", below(2));
    } else if (kind < 97) {
        strcat(text, below(2) ? "f0/" : "d0/");
    } else if (kind < 98) {
        size_t from = strlen(text);
        uint32_t length = 254 + below(3);
        memset(text + from, 'n', length);
        text[from + length] = 0;
    } else {
        strcat(text, below(2) ? "." : "..");
    }
    // Nothing outside the directory.
    while (!strncmp(text, "../", 3) || !strcmp(text, "..")) {
        text += 2 + (text[2] == '/');
    }
    for (char *up; (up = strstr(text, "..")) != NULL;) {
        memcpy(up, "d0", 2);
    }
    return text;
}

static long offset(void) {
    switch (below(8)) {
        case 0: return 0;
        case 1: return (long) below(LARGEST / PAGE) * PAGE;
        case 2: return (long) below(LARGEST / 512) * 512;
        case 3: return below(64);
        case 4: return below(40) ? below(LARGEST) : ((long) below(4) << 30) + below(PAGE);
        default: return below(3 * PAGE);
    }
}

static size_t length(void) {
    switch (below(8)) {
        case 0: return below(64);
        case 1: return PAGE * (1 + below(8));
        case 2: return 512 * (1 + below(16));
        case 3: return below(60000);
        case 4: return 0;
        default: return below(2 * PAGE);
    }
}

static size_t pattern(int number) {
    size_t count = length();
    uint32_t seed = random32();
    for (size_t i = 0; i < count; i++) {
        data[i] = seed + i * 7 + number;
    }
    return count;
}

/* Mostly one that is open. */
static int *slot(void) {
    int *any = &slots[below(SLOTS)];
    for (int tries = below(SLOTS); tries > 0 && *any < 0; tries--) {
        any = any == slots + SLOTS - 1 ? slots : any + 1;
    }
    return any;
}

/* O_DIRECT wants whole blocks where there is data, but not in holes: here always. */
static int direct(int fd) {
    int flags = fcntl(fd, F_GETFL);
    return flags >= 0 && (flags & O_DIRECT) != 0;
}

static int is(int fd, mode_t type) {
    struct stat s;
    return fstat(fd, &s) == 0 && (s.st_mode & S_IFMT) == type;
}

/* A pipe holds a number of pages, however little is in each: how much fits is the same if all that goes in and out are whole ones. */
static void align(int fd, long *at, size_t *count) {
    if (direct(fd) || is(fd, S_IFIFO)) {
        *at = *at / PAGE * PAGE;
        *count = *count / PAGE * PAGE;
    }
}

static void shut(int *fd) {
    close(*fd);
    *fd = -1;
}

static void open_file(void) {
    static const int more[] = {O_CREAT, O_CREAT, O_CREAT, O_CREAT | O_EXCL, O_TRUNC, O_CREAT | O_TRUNC, O_APPEND | O_CREAT, O_NOFOLLOW,
            O_DIRECTORY, O_SYNC | O_CREAT, O_DIRECT | O_CREAT, O_PATH, 0, 0, O_CREAT | O_DIRECTORY};
    int flags = (int[]) {O_RDWR, O_RDWR, O_RDWR, O_RDONLY, O_WRONLY}[below(5)];
    int which = below(sizeof more / sizeof *more);
    int *fd = slot();
    const char *name = path();
    mode_t mode = below(512) | 0600;
    if (portable && (more[which] & O_DIRECT)) {
        which = 0;
    }
    if (below(60) == 0) {
        flags = O_RDWR;
        which = -1;
    }
    int opened = which < 0 ? open(".", O_TMPFILE | O_RDWR, mode) : open(name, flags | more[which] | O_NONBLOCK, mode);
    note("open %s %x %o", which < 0 ? "(unnamed)" : name, which < 0 ? O_TMPFILE : flags | more[which], mode);
    outcome(opened);
    if (opened >= 0) {
        shut(fd);
        *fd = opened;
    }
}

static void read_file(void) {
    int fd = *slot();
    long at = offset();
    size_t count = length();
    long done;
    align(fd, &at, &count);
    // A vector of nothing is read from whatever has no data to read.
    if (count == 0 && !is(fd, S_IFREG)) {
        count = PAGE;
    }
    memset(back, 0xee, count);
    switch (direct(fd) ? 0 : below(3)) {
        case 0:
            done = pread(fd, back, count, at);
            note("pread %ld %zu", at, count);
            break;
        case 1:
            done = read(fd, back, count);
            note("read %zu", count);
            break;
        default: {
            struct iovec parts[] = {{back, count / 3}, {back + count / 3, count - count / 3}};
            done = preadv(fd, parts, 2, at);
            note("preadv %ld %zu", at, count);
        }
    }
    result(done);
    bytes(back, done);
}

static void write_file(int number) {
    int fd = *slot();
    long at = offset();
    size_t count = pattern(number);
    long done;
    align(fd, &at, &count);
    switch (direct(fd) ? 2 : below(3)) {
        case 0:
            done = write(fd, data, count);
            note("write %zu", count);
            break;
        case 1: {
            struct iovec parts[] = {{data, count / 3}, {data + count / 3, count - count / 3}};
            done = pwritev(fd, parts, 2, at);
            note("pwritev %ld %zu", at, count);
            break;
        }
        default:
            done = pwrite(fd, data, count, at);
            note("pwrite %ld %zu", at, count);
    }
    result(done);
}

static void seek(void) {
    int fd = *slot();
    int whence = below(3);
    long at = offset() - (below(4) ? 0 : PAGE);
    if (is(fd, S_IFDIR)) {
        // What an offset in a directory means is the file system's affair.
        return;
    }
    note("lseek %ld %d", at, whence);
    result(lseek(fd, at, whence));
}

/* Where data and holes begin differs; that what is called a hole reads as zeroes does not. */
static void seek_hole(void) {
    int fd = *slot();
    long at = offset();
    long old = lseek(fd, 0, SEEK_CUR);
    struct stat status;
    note("SEEK_DATA %ld", at);
    if (direct(fd) || old < 0 || fstat(fd, &status) < 0 || !S_ISREG(status.st_mode)) {
        return;
    }
    long found = lseek(fd, at, SEEK_DATA);
    int error = errno;
    long end = found >= 0 ? found : error == ENXIO ? status.st_size : at;
    int honest = found < 0 || (found >= at && found < status.st_size);
    for (long p = at; p < end && p < at + LARGEST; p += PAGE) {
        long count = pread(fd, back, end - p < PAGE ? end - p : PAGE, p);
        for (long i = 0; i < count; i++) {
            honest &= back[i] == 0;
        }
    }
    long hole = lseek(fd, at, SEEK_HOLE);
    honest &= at >= status.st_size ? hole < 0 : hole >= at && hole <= status.st_size;
    note(" %s", honest ? "honest" : "WRONG");
    result(lseek(fd, old, SEEK_SET));
}

static void truncate_file(void) {
    long size = offset();
    if (below(2)) {
        note("ftruncate %ld", size);
        result(ftruncate(*slot(), size));
    } else {
        const char *name = path();
        note("truncate %s %ld", name, size);
        result(truncate(name, size));
    }
}

static void allocate(void) {
    static const int modes[] = {0, FALLOC_FL_KEEP_SIZE, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, FALLOC_FL_PUNCH_HOLE,
            FALLOC_FL_ZERO_RANGE, FALLOC_FL_ZERO_RANGE | FALLOC_FL_KEEP_SIZE, FALLOC_FL_COLLAPSE_RANGE, FALLOC_FL_INSERT_RANGE};
    int mode = modes[below(portable ? 4 : 8)];
    long at = offset();
    long count = length();
    if (mode >= FALLOC_FL_COLLAPSE_RANGE && mode != FALLOC_FL_ZERO_RANGE && below(4)) {
        at = at / PAGE * PAGE;
        count = (count / PAGE + 1) * PAGE;
    }
    // Files that have grown to gigabytes would only take room.
    struct stat status;
    int fd = *slot();
    if (mode == FALLOC_FL_INSERT_RANGE && (fstat(fd, &status) || status.st_size > 4 * LARGEST)) {
        return;
    }
    note("fallocate %x %ld %ld", mode, at, count);
    result(fallocate(fd, mode, at, count));
}

static void status(void) {
    struct stat s;
    const char *name = path();
    int way = below(3);
    long done = way == 0 ? fstat(*slot(), &s) : fstatat(AT_FDCWD, name, &s, way == 1 ? AT_SYMLINK_NOFOLLOW : 0);
    note("stat %d %s", way, way == 0 ? "" : name);
    result(done);
    if (done == 0) {
        note(" %o", s.st_mode);
        if (!S_ISDIR(s.st_mode)) {
            note(" %ld %ld", (long) s.st_nlink, (long) s.st_size);
        }
    }
}

static void names(void) {
    static const char *values[] = {"f0", "d0", "d1/f1", "s1", "d0/s0", "nowhere", "", "."};
    static char many[600];
    const char *a = path();
    const char *b = path();
    long count;
    switch (below(14)) {
        case 0: case 1:
            note("mkdir %s", a);
            result(mkdir(a, 0755));
            break;
        case 2:
            note("rmdir %s", a);
            result(rmdir(a));
            break;
        case 3: case 4:
            note("unlink %s", a);
            result(unlink(a));
            break;
        case 5: case 6:
            note("link %s %s", a, b);
            result(linkat(AT_FDCWD, a, AT_FDCWD, b, below(2) ? AT_SYMLINK_FOLLOW : 0));
            break;
        case 7:
            memset(many, 'l', sizeof many);
            many[below(2) ? 59 : 60 + below(400)] = 0;
            a = below(6) ? values[below(8)] : many;
            note("symlink %s %s", a, b);
            result(symlink(a, b));
            break;
        case 8:
            count = readlink(a, (char *) back, PAGE);
            note("readlink %s", a);
            result(count);
            bytes(back, count);
            break;
        case 9:
            note("mknod %s", a);
            result(mknod(a, S_IFIFO | 0644, 0));
            break;
        case 10:
            note("chmod %s", a);
            result(chmod(a, 0700 | below(64)));
            break;
        default: {
            int flags = below(2) ? 0 : below(3);
            note("rename %s %s %d", a, b, flags);
            result(renameat2(AT_FDCWD, a, AT_FDCWD, b, flags));
        }
    }
}

static void attributes(int number) {
    static const char *keys[] = {"user.a", "user.b", "user.a rather longer name", "user.", "nothing.x"};
    const char *key = keys[below(40) ? below(3) : below(5)];
    const char *name = path();
    size_t count = below(4) ? below(60) : below(3000);
    long done;
    // The rest of an inode's room differs by file system and by what else is there.
    if (count > 1000) {
        count = below(20) ? 500 : 70000;
    }
    memset(data, number, count < 3000 ? count : 0);
    switch (below(5)) {
        case 0: case 1: {
            int flags = below(3);
            note("setxattr %s %s %zu %d", name, key, count, flags);
            result(setxattr(name, key, data, count, flags));
            break;
        }
        case 2:
            done = getxattr(name, key, back, count);
            note("getxattr %s %s %zu", name, key, count);
            result(done);
            bytes(back, done);
            break;
        case 3:
            note("removexattr %s %s", name, key);
            result(removexattr(name, key));
            break;
        default: {
            unsigned long sum = 0;
            done = listxattr(name, (char *) back, 8192);
            for (char *p = (char *) back; p < (char *) back + done; p += strlen(p) + 1) {
                sum += mix(1, p, strlen(p));
            }
            note("listxattr %s", name);
            result(done);
            note(" %lx", done > 0 ? sum : 0);
        }
    }
}

/* Names come in any order. */
static void list(void) {
    const char *name = below(3) ? path() : ".";
    DIR *open = opendir(name);
    note("list %s", name);
    outcome(open == NULL ? -1 : 0);
    if (open != NULL) {
        unsigned long sum = 0;
        int count = 0;
        for (struct dirent *entry; (entry = readdir(open)) != NULL; count++) {
            sum += mix(entry->d_type, entry->d_name, strlen(entry->d_name));
        }
        closedir(open);
        note(" %d %lx", count, sum);
    }
}

/* Directories of several blocks. */
static void crowd(void) {
    char name[64];
    const char *in = (const char *[]) {".", "d0", "d1"}[below(3)];
    int removes = below(2);
    int from = below(MANY);
    long good = 0;
    for (int i = from; i < from + MANY; i++) {
        snprintf(name, sizeof name, "%s/one name of a great many, number %d", in, i % (2 * MANY));
        if (removes) {
            good += unlink(name) == 0;
        } else {
            int made = open(name, O_CREAT | O_EXCL | O_WRONLY, 0644);
            good += made >= 0;
            close(made);
        }
    }
    note("crowd %s %d %d %ld", in, removes, from, good);
}

static void copy(void) {
    int from = *slot();
    int to = *slot();
    long at = offset();
    off_t source = at;
    off_t target = offset();
    size_t count = length();
    struct stat one, other;
    // To itself a file is copied as long as it grows, in pieces that differ.
    int same = fstat(from, &one) == 0 && fstat(to, &other) == 0 && one.st_ino == other.st_ino;
    if (direct(from) || direct(to)) {
        return;
    }
    // What goes into a pipe are whole pages here.
    if (below(2) || same || is(to, S_IFIFO)) {
        note("copy_file_range %ld %ld %zu", at, (long) target, count);
        result(copy_file_range(from, &source, to, &target, count, 0));
    } else {
        note("sendfile %ld %zu", at, count);
        result(sendfile(to, from, &source, count));
    }
    note(" %ld", (long) source);
}

static void synchronize(void) {
    int fd = *slot();
    long at = offset();
    long count = length();
    switch (below(5)) {
        case 0:
            note("fsync");
            result(fsync(fd));
            break;
        case 1:
            note("fdatasync");
            result(fdatasync(fd));
            break;
        case 2:
            note("sync_file_range %ld %ld", at, count);
            result(sync_file_range(fd, at, count, 7));
            break;
        default: {
            int advice = below(6);
            note("posix_fadvise %ld %ld %d", at, count, advice);
            note(" = %d", posix_fadvise(fd, at, count, advice));
        }
    }
}

static void bus_error(int signal) {
    siglongjmp(on_bus_error, signal);
}

static void unmap(int which) {
    if (maps[which].at != NULL) {
        munmap(maps[which].at, maps[which].length);
        maps[which].at = NULL;
    }
}

static void map(int number) {
    int which = below(MAPS);
    int fd = *slot();
    size_t count = length() + 1;
    long at = (long) below(16) * PAGE;
    size_t within = below(4 * PAGE);
    if (below(3) == 0 || maps[which].at == NULL) {
        int shared = below(4) ? MAP_SHARED : MAP_PRIVATE;
        void *made = mmap(NULL, count, PROT_READ | PROT_WRITE, shared, fd, at);
        note("mmap %d %zu %ld %d", which, count, at, shared);
        outcome(made == MAP_FAILED ? -1 : 0);
        if (made != MAP_FAILED) {
            unmap(which);
            maps[which].at = made;
            maps[which].length = count;
        }
        return;
    }
    within %= maps[which].length;
    size_t most = maps[which].length - within;
    count = count < most ? count : most;
    unsigned char *from = maps[which].at + within;
    int writes = below(2);
    note("map %d %s %zu %zu", which, writes ? "write" : "read", within, count);
    if (sigsetjmp(on_bus_error, 1)) {
        note(" SIGBUS");
        return;
    }
    if (writes) {
        // A page that begins beyond the end faults; what lies beyond the end in the last page is nobody's.
        memset(from, number, count);
        if (below(3) == 0) {
            note(" msync");
            result(msync(maps[which].at, maps[which].length, below(2) ? MS_SYNC : MS_ASYNC));
        }
    } else {
        memcpy(back, from, count);
        bytes(back, count);
    }
}

static void times(void) {
    struct timespec both[] = {{below(2000000000), below(1000000000)}, {below(2000000000), below(1000000000)}};
    const char *name = path();
    struct stat s;
    note("utimensat %s", name);
    result(utimensat(AT_FDCWD, name, both, 0));
    if (stat(name, &s) == 0 && s.st_mtim.tv_sec == both[1].tv_sec) {
        note(" %d", s.st_mtim.tv_nsec == both[1].tv_nsec);
    }
}

static unsigned long content(const char *name, long size) {
    int fd = open(name, O_RDONLY);
    unsigned long sum = size;
    for (long at = lseek(fd, 0, SEEK_DATA); at >= 0 && at < size; at = lseek(fd, at, SEEK_DATA)) {
        long end = lseek(fd, at, SEEK_HOLE);
        for (at = at / PAGE * PAGE; at < end; at += PAGE) {
            long count = pread(fd, back, PAGE, at);
            int zero = 1;
            for (long i = 0; i < count; i++) {
                zero &= back[i] == 0;
            }
            if (count < 0) {
                note(" (%s cannot be read: %s)", name, strerrorname_np(errno));
                close(fd);
                return 0;
            }
            if (!zero) {
                // Zeroes are like a hole, and the end of the last page like no end.
                while (back[count - 1] == 0) {
                    count--;
                }
                sum += mix(at + 1, back, count);
            }
        }
    }
    close(fd);
    return sum;
}

static int by_name(const struct dirent **a, const struct dirent **b) {
    return strcmp((*a)->d_name, (*b)->d_name);
}

/* Logs everything below a directory. */
static void tree(const char *name) {
    struct dirent **entries;
    int count = scandir(name, &entries, NULL, by_name);
    if (count < 0) {
        note("%s: ", name);
        result(-1);
        note("\n");
        return;
    }
    for (int i = 0; i < count; i++) {
        char *below = malloc(strlen(name) + strlen(entries[i]->d_name) + 2);
        sprintf(below, "%s/%s", name, entries[i]->d_name);
        struct stat s;
        if (strcmp(entries[i]->d_name, ".") && strcmp(entries[i]->d_name, "..") && strcmp(entries[i]->d_name, "lost+found")) {
            int known = lstat(below, &s) == 0;
            note(" %s %o %ld", below, known ? s.st_mode : 0, known ? (long) s.st_nlink : 0);
            if (known && S_ISREG(s.st_mode)) {
                note(" %ld %lx", (long) s.st_size, content(below, s.st_size));
            }
            static char keys[8192], value[4096];
            long all = known ? llistxattr(below, keys, sizeof keys) : 0;
            unsigned long sum = 0;
            for (char *key = keys; key < keys + all; key += strlen(key) + 1) {
                long size = lgetxattr(below, key, value, sizeof value);
                sum += mix(mix(1, key, strlen(key)), value, size > 0 ? size : 0);
            }
            note(" %lx\n", sum);
            if (known && S_ISDIR(s.st_mode)) {
                tree(below);
            }
        }
        free(below);
        free(entries[i]);
    }
    free(entries);
}

static void overlay(const char *layers) {
    device = type = "overlay";
    snprintf(options, sizeof options, "lowerdir=%s/l,upperdir=%s/u,workdir=%s/w", layers, layers, layers);
    mkdir(layers, 0755);
    for (const char *name = "luw"; *name; name++) {
        char path[300];
        snprintf(path, sizeof path, "%s/%c", layers, *name);
        mkdir(path, 0755);
    }
    snprintf(lower, sizeof lower, "%s/l", layers);
}

static void enter(void) {
    int mounted = device == NULL || mount(device, directory, type, 0, options) == 0;
    if (!mounted && errno == EPERM) {
        // In a user namespace attributes of "trusted" can't be had.
        mounted = mount(device, directory, type, 0, strcat(options, ",userxattr")) == 0;
    }
    if (!mounted) {
        perror(device);
        exit(1);
    }
    if (chdir(directory) != 0) {
        perror(directory);
        exit(1);
    }
}

static void release(void) {
    for (int i = 0; i < SLOTS; i++) {
        shut(&slots[i]);
    }
    for (int i = 0; i < MAPS; i++) {
        unmap(i);
    }
}

static void checkpoint(int number) {
    release();
    if (device != NULL) {
        if (chdir("/") != 0 || umount(directory) != 0) {
            perror(device);
            exit(1);
        }
        enter();
    }
    note("tree\n");
    tree(".");
    if (!verbose) {
        printf("%d %016lx\n", number, (unsigned long) hash);
    }
    fflush(stdout);
}

static void operation(int number, uint64_t seed) {
    state = (seed << 32) + number * 0x632be59bd9b4e019u;
    random32();
    note("%d ", number);
    uint32_t kind = below(100);
    if (kind < 16) {
        open_file();
    } else if (kind < 30) {
        write_file(number);
    } else if (kind < 42) {
        read_file();
    } else if (kind < 45) {
        seek();
    } else if (kind < 47) {
        seek_hole();
    } else if (kind < 53) {
        truncate_file();
    } else if (kind < 58) {
        allocate();
    } else if (kind < 63) {
        status();
    } else if (kind < 78) {
        names();
    } else if (kind < 82 && !plain) {
        attributes(number);
    } else if (kind < 84) {
        list();
    } else if (kind < 85) {
        crowd();
    } else if (kind < 88) {
        copy();
    } else if (kind < 91) {
        synchronize();
    } else if (kind < 98) {
        map(number);
    } else {
        times();
    }
    note("\n");
}

int main(int count, char **arguments) {
    directory = arguments[1];
    uint64_t seed = strtoull(arguments[2], NULL, 0);
    int processes = 1, prepared = 0;
    for (int i = 4; i < count; i++) {
        verbose |= !strcmp(arguments[i], "-v");
        portable |= !strcmp(arguments[i], "-p");
        plain |= !strcmp(arguments[i], "-x");
        if (!strcmp(arguments[i], "-m")) {
            device = arguments[++i];
        } else if (!strcmp(arguments[i], "-o")) {
            overlay(arguments[++i]);
        } else if (!strcmp(arguments[i], "-l")) {
            prepared = atoi(arguments[++i]);
        } else if (!strcmp(arguments[i], "-j")) {
            processes = atoi(arguments[++i]);
        }
    }
    data = mmap(NULL, LARGEST, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    back = mmap(NULL, LARGEST, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    memset(slots, -1, sizeof slots);
    signal(SIGBUS, bus_error);
    // Of a FIFO that nobody reads.
    signal(SIGPIPE, SIG_IGN);
    umask(022);
    if (prepared > 0) {
        if (chdir(lower) != 0) {
            perror(lower);
            exit(1);
        }
        for (int number = 0; number < prepared; number++) {
            operation(number, ~seed);
        }
        release();
    }
    enter();
    rmdir("lost+found");
    chmod(".", 0755);
    int child = 0;
    for (int i = 1; i < processes && !child; i++) {
        device = NULL;
        child = fork() == 0;
        seed += child * i;
    }
    for (char *range = strtok(arguments[3], ","); range != NULL; range = strtok(NULL, ",")) {
        char *dash = strchr(range, '-');
        int last = atoi(dash == NULL ? range : dash + 1);
        for (int number = atoi(range); number <= last; number++) {
            operation(number, seed);
            if (number % EVERY == EVERY - 1) {
                checkpoint(number);
            }
        }
    }
    checkpoint(-1);
    int failed = 0;
    for (int status; !child && wait(&status) > 0;) {
        failed |= status;
    }
    return failed != 0;
}
