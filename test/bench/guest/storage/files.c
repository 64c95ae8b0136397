/*
 * files DIRECTORY: what a program sees of a file system's speed without anybody between it and the system calls. Lines of name, tab, number.
 * A copy of memory, on what of it fits no cache, is the measure of a read of what is in the page cache.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

enum { CHUNK = 1 << 20, CHUNKS = 64, FILES = 10000, ROUNDS = 9 };

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

static void check(int good, const char *what) {
    if (!good) {
        perror(what);
        exit(1);
    }
}

/* Prints the best of the rounds of `copy`, in MB/s: a round takes as long as undisturbed ones do, or longer. */
static void rate(const char *name, void (*copy)(char *to, int chunk), char *to) {
    double best = 0;
    for (int round = 0; round < ROUNDS; round++) {
        double before = now();
        for (int i = 0; i < CHUNKS; i++) {
            copy(to, i);
        }
        double found = (double) CHUNK * CHUNKS / 1e6 / (now() - before);
        best = found > best ? found : best;
    }
    printf("%s\t%.0f\n", name, best);
}

static int file;
static char *source;

static void read_chunk(char *to, int chunk) {
    check(pread(file, to, CHUNK, (off_t) chunk * CHUNK) == CHUNK, "pread");
}

static void write_chunk(char *from, int chunk) {
    check(pwrite(file, from, CHUNK, (off_t) chunk * CHUNK) == CHUNK, "pwrite");
}

static void copy_chunk(char *to, int chunk) {
    memcpy(to, source + (size_t) chunk * CHUNK, CHUNK);
}

static char *room(size_t size) {
    char *made = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    check(made != MAP_FAILED, "mmap");
    memset(made, 'x', size);
    return made;
}

static void names(void) {
    char name[32];
    double before = now();
    for (int i = 0; i < FILES; i++) {
        snprintf(name, sizeof name, "many/%d", i);
        int made = open(name, O_CREAT | O_EXCL | O_WRONLY, 0644);
        check(made >= 0, "open");
        close(made);
    }
    double between = now();
    for (int i = 0; i < FILES; i++) {
        snprintf(name, sizeof name, "many/%d", i);
        check(unlink(name) == 0, "unlink");
    }
    printf("create 10,000 files, s\t%.4f\nunlink 10,000 files, s\t%.4f\n", between - before, now() - between);
}

int main(int argc, char **argv) {
    check(argc == 2 && chdir(argv[1]) == 0, "directory");
    char *buffer = room(CHUNK);
    source = room((size_t) CHUNK * CHUNKS);
    file = open("content", O_CREAT | O_RDWR, 0644);
    check(file >= 0, "open");
    rate("memcpy of 64 MiB by 1 MiB, MB/s", copy_chunk, buffer);
    rate("write(2) into the page cache by 1 MiB, MB/s", write_chunk, buffer);
    rate("read(2) from the page cache by 1 MiB, MB/s", read_chunk, buffer);
    close(file);
    unlink("content");
    check(mkdir("many", 0755) == 0, "mkdir");
    names();
    rmdir("many");
    return 0;
}
