#include "check.h"

#define PAGE 4096
static void *anon(size_t n, int prot) {
    return mmap(NULL, n, prot, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

/* Another process's memory, in pieces that do not match. */
static void process_vm(void) {
    char *page = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    munmap(page + PAGE, PAGE);
    int ready[2];
    pipe(ready);
    pid_t child = fork();
    if (child == 0) {
        strcpy(page, "from the child");
        write(ready[1], "r", 1);
        pause();
    }
    char a[6] = "", b[20] = "";
    read(ready[0], a, 1);
    struct iovec local[2] = {{a, 4}, {b, 10}}, remote[2] = {{page, 8}, {page + 8, 6}};
    SHOW_THEN("process_vm_readv.pieces", process_vm_readv(child, local, 2, remote, 2, 0), " %.4s|%s", a, b);
    struct iovec text = {"to it", 5};
    SHOW("process_vm_writev.writes", "%s", outcome(process_vm_writev(child, &text, 1, remote, 1, 0)));
    SHOW_THEN("process_vm_writev.wrote", process_vm_readv(child, local, 2, remote, 2, 0), " %.4s|%s", a, b);
    struct iovec end = {page + PAGE - 3, 10}, nowhere = {page + PAGE, 4}, code = {(void *)process_vm, 4};
    SHOW("process_vm_readv.partial", "%s", outcome(process_vm_readv(child, &local[1], 1, &end, 1, 0)));
    SHOW("process_vm_readv.fault", "%s", outcome(process_vm_readv(child, local, 1, &nowhere, 1, 0)));
    SHOW("process_vm_readv.nothing", "%s", outcome(process_vm_readv(child, local, 0, remote, 1, 0)));
    SHOW("process_vm_readv.flags", "%s", outcome(process_vm_readv(child, local, 1, remote, 1, 1)));
    SHOW("process_vm_readv.noProcess", "%s", outcome(process_vm_readv(1 << 22, local, 1, remote, 1, 0)));
    SHOW("process_vm_readv.badVector", "%s", outcome(process_vm_readv(child, (struct iovec *)8, 1, remote, 1, 0)));
    SHOW("process_vm_readv.tooMany", "%s", outcome(process_vm_readv(child, local, 2000, remote, 1, 0)));
    IN_CHILD("process_vm_readv.otherUser", setgid(1000); setuid(1000);
             _exit(process_vm_readv(child, local, 1, remote, 1, 0) == -1 ? errno : 0));
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
}

int main(void) {
    scratch();
    char *a = anon(4 * PAGE, PROT_READ | PROT_WRITE);
    SHOW("mmap.zeroed", "%d", a[0] | a[PAGE]);
    SHOW("mmap.zeroLength", "%s", ok((long)mmap(NULL, 0, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)));
    SHOW("mmap.neitherSharedNorPrivate", "%s", ok((long)mmap(NULL, PAGE, PROT_READ, MAP_ANONYMOUS, -1, 0)));
    SHOW("mmap.badDescriptor", "%s", ok((long)mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, 99, 0)));
    SHOW("mmap.badOffset", "%s", ok((long)mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 7)));
    SHOW("mmap.fixedUnaligned", "%s", ok((long)mmap(a + 1, PAGE, PROT_READ, MAP_FIXED | MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)));
    memset(a, 'x', 4 * PAGE);
    char *b = mmap(a + PAGE, PAGE, PROT_READ | PROT_WRITE, MAP_FIXED | MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    SHOW("mmap.fixedReplaces", "%d %d %c", b == a + PAGE, a[PAGE], a[2 * PAGE]);
    SHOW("mmap.fixedNoReplace", "%s", ok((long)mmap(a, PAGE, PROT_READ, 0x100000 | MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)));
    SHOW("munmap.part", "%s", outcome(munmap(a + 2 * PAGE, PAGE)));
    IN_CHILD("munmap.accessKills", a[2 * PAGE] = 1);
    SHOW("munmap.unaligned", "%s", outcome(munmap(a + 1, PAGE)));
    SHOW("munmap.hole", "%s", outcome(munmap(a + 2 * PAGE, PAGE)));
    SHOW("mprotect.readOnly", "%s", outcome(mprotect(a, PAGE, PROT_READ)));
    IN_CHILD("mprotect.writeKills", a[0] = 1);
    SHOW("mprotect.keepsContent", "%c", a[0]);
    SHOW("mprotect.hole", "%s", outcome(mprotect(a, 4 * PAGE, PROT_READ | PROT_WRITE)));
    mprotect(a, PAGE, PROT_NONE);
    IN_CHILD("mprotect.noneKills", (void)*(volatile char *)a);
    mprotect(a, PAGE, PROT_READ | PROT_WRITE);
    SHOW("mprotect.backAgain", "%c", a[0]);
    int fd = open("f", O_CREAT | O_RDWR, 0600);
    for (int i = 0; i < 3 * PAGE; i += 16) write(fd, "0123456789abcdef", 16);
    char *shared = mmap(NULL, 3 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    char *private = mmap(NULL, 3 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
    SHOW("mmap.fileContent", "%.4s", shared + PAGE);
    shared[0] = 'S';
    char c;
    pread(fd, &c, 1, 0);
    SHOW("mmap.sharedWritesFile", "%c", c);
    private[1] = 'P';
    pread(fd, &c, 1, 1);
    SHOW("mmap.privateDoesNot", "%c", c);
    pwrite(fd, "W", 1, 2);
    SHOW("mmap.sharedSeesWrite", "%c", shared[2]);
    if (fork() == 0) {
        shared[3] = 'C';
        private[3] = 'C';
        _exit(0);
    }
    wait(NULL);
    SHOW("mmap.sharedAcrossFork", "%c %c", shared[3], private[3]);
    char *as = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (fork() == 0) {
        strcpy(as, "from child");
        _exit(0);
    }
    wait(NULL);
    SHOW("mmap.sharedAnonymous", "%s", as);
    int ro = open("f", O_RDONLY);
    SHOW("mmap.sharedWriteOfReadOnlyFile", "%s", ok((long)mmap(NULL, PAGE, PROT_WRITE, MAP_SHARED, ro, 0)));
    SHOW("mmap.privateWriteOfReadOnlyFile", "%s", ok((long)mmap(NULL, PAGE, PROT_WRITE, MAP_PRIVATE, ro, 0)));
    char *rm = mmap(NULL, PAGE, PROT_READ, MAP_SHARED, ro, 0);
    SHOW("mprotect.beyondOpenMode", "%s", outcome(mprotect(rm, PAGE, PROT_READ | PROT_WRITE)));
    SHOW("mmap.directory", "%s", ok((long)mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, open(".", O_RDONLY), 0)));
    ftruncate(fd, PAGE);
    IN_CHILD("mmap.truncatedKills", (void)*(volatile char *)(shared + 2 * PAGE));
    int partial = open("p", O_CREAT | O_RDWR, 0600);
    write(partial, "tail", 4);
    char *tail = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, partial, 0);
    SHOW("mmap.lastPageIsZeroFilled", "%d", tail[4] | tail[4095]);
    SHOW("msync.sync", "%s", outcome(msync(tail, PAGE, MS_SYNC)));
    SHOW("msync.badFlags", "%s", outcome(msync(tail, PAGE, MS_SYNC | MS_ASYNC)));
    SHOW("msync.hole", "%s", outcome(msync(a + 2 * PAGE, PAGE, MS_SYNC)));
    char *d = anon(2 * PAGE, PROT_READ | PROT_WRITE);
    d[0] = 'd';
    SHOW_THEN("madvise.dontneedZeroes", madvise(d, PAGE, MADV_DONTNEED), " %d", d[0]);
    SHOW("madvise.badAdvice", "%s", outcome(madvise(d, PAGE, 999)));
    char *g = anon(2 * PAGE, PROT_READ | PROT_WRITE);
    strcpy(g, "moved");
    char *grown = mremap(g, 2 * PAGE, 64 * PAGE, MREMAP_MAYMOVE);
    SHOW("mremap.growsAndKeeps", "%s %d", grown, grown[63 * PAGE]);
    SHOW("mremap.shrinks", "%d", mremap(grown, 64 * PAGE, PAGE, 0) == grown);
    char *gone = anon(PAGE, PROT_READ);
    munmap(gone, PAGE);
    SHOW("mremap.notMapped", "%s", ok((long)mremap(gone, PAGE, 2 * PAGE, MREMAP_MAYMOVE)));
    unsigned char vec[4];
    char *mc = anon(2 * PAGE, PROT_READ | PROT_WRITE);
    mc[0] = 1;
    mincore(mc, 2 * PAGE, vec);
    SHOW("mincore.touched", "%d %d", vec[0] & 1, vec[1] & 1);
    char *brk0 = sbrk(0);
    SHOW("brk.grows", "%d", sbrk(3 * PAGE) == brk0);
    brk0[2 * PAGE] = 5;
    SHOW("brk.shrinks", "%d", brk(brk0));
    sbrk(3 * PAGE);
    SHOW("brk.zeroAgain", "%d", brk0[2 * PAGE]);
    struct rlimit rl = {512 << 20, 512 << 20};
    IN_CHILD("setrlimit.addressSpace", setrlimit(RLIMIT_AS, &rl); _exit(anon(1 << 30, PROT_READ) == MAP_FAILED ? errno : 0));
    int mf = syscall(SYS_memfd_create, "m", 3);
    SHOW("memfd_create.works", "%s", ok(mf));
    ftruncate(mf, PAGE);
    SHOW("memfd.seal", "%s", outcome(fcntl(mf, F_ADD_SEALS, F_SEAL_SHRINK)));
    SHOW("memfd.sealHolds", "%s", outcome(ftruncate(mf, 0)));
    SHOW("mlock.works", "%s", outcome(mlock(mc, PAGE)));
    SHOW("membarrier.query", "%d", syscall(SYS_membarrier, 0, 0, 0) > 0);
    struct iovec l = {&c, 1}, r = {mc, 1};
    SHOW("process_vm_readv.self", "%s", outcome(syscall(SYS_process_vm_readv, getpid(), &l, 1, &r, 1, 0)));
    process_vm();
    return 0;
}
