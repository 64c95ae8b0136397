/* Loads that depend on each other: a linked list of 256 KiB in random order. */
#include "kernel.h"

#define N 16384

static struct node {
    struct node *next;
    uint64_t value;
} nodes[N];

static uint64_t work(void) {
    static uint32_t order[N];
    for (uint32_t i = 0; i < N; i++) {
        order[i] = i;
    }
    for (uint32_t i = N - 1; i > 0; i--) {
        uint32_t j = next_random() % (i + 1), t = order[i];
        order[i] = order[j];
        order[j] = t;
    }
    for (uint32_t i = 0; i < N; i++) {
        nodes[order[i]].next = &nodes[order[(i + 1) % N]];
        nodes[order[i]].value = i;
    }
    uint64_t sum = 0;
    struct node *at = &nodes[order[0]];
    for (int i = 0; i < 300 * N; i++) {
        sum += at->value ^ i;
        at = at->next;
    }
    return sum;
}
