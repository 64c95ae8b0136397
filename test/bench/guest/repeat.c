/*
 * repeat [-n TIMES] [-s SECONDS] [-p PARALLEL] COMMAND [ARG...]: runs COMMAND up to TIMES times one after another, PARALLEL at once, starting none
 * after SECONDS, and prints each run's nanoseconds on standard error, one a line. The first run's output is passed on, the others' dropped.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1e9 + t.tv_nsec;
}

static void start(char **command, int quiet) {
    pid_t child = fork();
    if (child < 0) {
        perror("repeat: fork");
        exit(125);
    }
    if (child == 0) {
        int null = open("/dev/null", O_RDWR);
        dup2(null, 0);
        if (quiet) {
            dup2(null, 1);
        }
        execvp(command[0], command);
        perror(command[0]);
        _exit(127);
    }
}

int main(int argc, char **argv) {
    int times = 1, parallel = 1, option;
    double seconds = 1e9;
    while ((option = getopt(argc, argv, "+n:s:p:")) != -1) {
        switch (option) {
        case 'n': times = atoi(optarg); break;
        case 's': seconds = atof(optarg); break;
        case 'p': parallel = atoi(optarg); break;
        default: return 125;
        }
    }
    if (optind == argc) {
        fprintf(stderr, "repeat: no command\n");
        return 125;
    }
    double begin = now();
    for (int i = 0; i < times && (i == 0 || now() - begin < seconds * 1e9); i++) {
        double before = now();
        for (int k = 0; k < parallel; k++) {
            start(argv + optind, i > 0 || k > 0);
        }
        for (int k = 0; k < parallel; k++) {
            int status;
            if (wait(&status) < 0 || status != 0) {
                fprintf(stderr, "repeat: %s ended with status %#x\n", argv[optind], status);
                return 1;
            }
        }
        fprintf(stderr, "%.0f\n", now() - before);
    }
    return 0;
}
