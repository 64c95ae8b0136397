/* The shortest loop: multiply, add, shift, exclusive or. */
#include "kernel.h"

static uint64_t work(void) {
    uint64_t a = 1, b = 0;
    for (long i = 0; i < 3000000; i++) {
        a = a * 6364136223846793005UL + 1442695040888963407UL;
        b ^= a >> 33;
    }
    return b;
}
