/*
 * The frame of every kernel: `kernel [-t] [REPEATS [SECONDS]]` runs work() REPEATS times (once if absent), but starts none after SECONDS, and
 * prints its checksum, which is the same each time. With -t each repetition's nanoseconds go to standard error, one a line.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* One repetition, from the same start each time; returns a checksum of all that it computed. */
static uint64_t work(void);

static uint64_t random_state;

/* xorshift64 (Marsaglia, 2003). */
static inline uint64_t next_random(void) {
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return random_state;
}

static uint64_t now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000ULL + t.tv_nsec;
}

int main(int argc, char **argv) {
    int times = argc > 1 && strcmp(argv[1], "-t") == 0;
    long repeats = argc > 1 + times ? atol(argv[1 + times]) : 1;
    double seconds = argc > 2 + times ? atof(argv[2 + times]) : 1e9;
    uint64_t start = now(), sum = 0;
    for (long i = 0; i < repeats && (i == 0 || now() - start < seconds * 1e9); i++) {
        random_state = 88172645463325252ULL;
        uint64_t before = now();
        uint64_t result = work();
        if (times) {
            fprintf(stderr, "%llu\n", (unsigned long long) (now() - before));
        }
        if (i > 0 && result != sum) {
            printf("repetition %ld differs\n", i);
            return 1;
        }
        sum = result;
    }
    printf("%016llx\n", (unsigned long long) sum);
    return 0;
}
