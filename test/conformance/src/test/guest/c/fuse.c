/* /dev/fuse without a library: a daemon that serves one file, is killed in the middle of a copy, and started again. */
#include "check.h"
#include <linux/fuse.h>
#include <sys/mount.h>

/* Since Linux 6.9; older headers lack it. */
#define NOTIFY_RESEND 7
#define SIZE (4 << 20)
#define MODE (S_IFREG | 0644)

static int device;

static unsigned char byte_at(long i) {
    return i * 2654435761u >> 13;
}

static void reply(uint64_t unique, int error, const void *body, int length) {
    struct fuse_out_header head = {sizeof head + length, error, unique};
    struct iovec parts[] = {{&head, sizeof head}, {(void *)body, length}};
    if (writev(device, parts, 2) < 0) {
        _exit(errno == ENODEV ? 0 : 3);
    }
}

static struct fuse_attr attributes(uint64_t node) {
    struct fuse_attr a = {.ino = node, .nlink = 1, .mode = node == 1 ? S_IFDIR | 0755 : MODE, .size = node == 1 ? 0 : SIZE};
    return a;
}

/* Serves until it has answered so many reads; then it dies with the next one unanswered. */
static void serve(int reads) {
    static char request[1 << 18], data[1 << 17];
    for (;;) {
        if (read(device, request, sizeof request) < 0) {
            _exit(errno == ENODEV ? 0 : 4);
        }
        struct fuse_in_header *in = (void *)request;
        void *body = in + 1;
        switch (in->opcode) {
        case FUSE_INIT: {
            struct fuse_init_out out = {.major = 7, .minor = 31, .max_write = 4096, .max_readahead = 65536};
            reply(in->unique, 0, &out, sizeof out);
            break;
        }
        case FUSE_LOOKUP: {
            struct fuse_entry_out out = {.nodeid = 2, .attr = attributes(2)};
            strcmp(body, "file") ? reply(in->unique, -ENOENT, 0, 0) : reply(in->unique, 0, &out, sizeof out);
            break;
        }
        case FUSE_GETATTR: {
            struct fuse_attr_out out = {.attr = attributes(in->nodeid)};
            reply(in->unique, 0, &out, sizeof out);
            break;
        }
        case FUSE_OPEN: {
            struct fuse_open_out out = {.fh = 7};
            reply(in->unique, 0, &out, sizeof out);
            break;
        }
        case FUSE_READ: {
            struct fuse_read_in *r = body;
            if (reads-- == 0) {
                raise(SIGKILL);
            }
            long count = r->offset >= SIZE ? 0 : r->offset + r->size > SIZE ? SIZE - r->offset : r->size;
            for (long i = 0; i < count; i++) {
                data[i] = byte_at(r->offset + i);
            }
            reply(in->unique, 0, data, count);
            break;
        }
        case FUSE_FLUSH:
        case FUSE_RELEASE:
            reply(in->unique, 0, 0, 0);
            break;
        case FUSE_FORGET:
        case FUSE_BATCH_FORGET:
        case FUSE_INTERRUPT:
            break;
        default:
            reply(in->unique, -ENOSYS, 0, 0);
        }
    }
}

static pid_t start(int reads) {
    pid_t daemon = fork();
    if (daemon == 0) {
        serve(reads);
    }
    return daemon;
}

/* Exit code 0 if the file is whole. */
static int copied(void) {
    static unsigned char buffer[30000];
    int file = open("m/file", O_RDONLY);
    long at = 0;
    ssize_t count;
    while ((count = read(file, buffer, sizeof buffer)) > 0) {
        for (ssize_t i = 0; i < count; i++, at++) {
            if (buffer[i] != byte_at(at)) {
                return 1;
            }
        }
    }
    return count < 0 ? errno : at == SIZE ? 0 : 2;
}

int main(void) {
    char options[100], small[100];
    scratch();
    mkdir("m", 0755);
    device = open("/dev/fuse", O_RDWR);
    SHOW("fuse.readBeforeMount", "%s", outcome(read(device, options, sizeof options)));
    SHOW("fuse.mountWithoutDescriptor", "%s", outcome(mount("x", "m", "fuse", 0, "rootmode=40000,user_id=0,group_id=0")));
    snprintf(options, sizeof options, "fd=%d,rootmode=40000,user_id=0,group_id=0", device);
    SHOW("fuse.mount", "%s", outcome(mount("x", "m", "fuse.check", 0, options)));
    SHOW("fuse.mountTwice", "%s", outcome(mount("x", "m", "fuse", 0, options)));
    SHOW("fuse.smallBuffer", "%s", outcome(read(device, small, sizeof small)));
    SHOW("fuse.shortReply", "%s", outcome(write(device, small, 3)));
    struct fuse_out_header unknown = {sizeof unknown, 0, 4242};
    SHOW("fuse.unknownReply", "%s", outcome(write(device, &unknown, sizeof unknown)));

    pid_t daemon = start(9);
    pid_t copier = fork();
    if (copier == 0) {
        _exit(copied());
    }
    /* The supervisor: it holds the descriptor, so the mount outlives the daemon. */
    int restarts = 0, status;
    for (pid_t ended; (ended = waitpid(-1, &status, 0)) != copier;) {
        if (ended == daemon && WIFSIGNALED(status)) {
            struct fuse_out_header resend = {sizeof resend, NOTIFY_RESEND, 0};
            if (write(device, &resend, sizeof resend) < 0) {
                SHOW("fuse.resend", "%s", strerrorname_np(errno));
            }
            daemon = start(++restarts < 3 ? 5 : 1 << 30);
        }
    }
    SHOW("fuse.restarts", "%d", restarts);
    SHOW("fuse.copyEnds", "%d", WEXITSTATUS(status));
    SHOW("fuse.missing", "%s", outcome(open("m/none", O_RDONLY)));
    SHOW("fuse.noWrite", "%s", outcome(mkdir("m/d", 0755)));
    kill(daemon, SIGKILL);
    waitpid(daemon, &status, 0);
    close(device);
    SHOW("fuse.daemonGone", "%s", outcome(open("m/file", O_RDONLY)));
    SHOW("fuse.umount", "%s", outcome(umount("m")));
    SHOW("fuse.umountedIsEmpty", "%s", outcome(open("m/file", O_RDONLY)));
    return 0;
}
