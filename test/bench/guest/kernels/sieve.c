/* Byte stores at a stride: the primes below a million. */
#include "kernel.h"

#define LIMIT 1000000

static unsigned char composite[LIMIT];

static uint64_t work(void) {
    memset(composite, 0, sizeof composite);
    uint64_t count = 0, sum = 0;
    for (uint32_t i = 2; i < LIMIT; i++) {
        if (!composite[i]) {
            count++;
            sum += i;
            for (uint64_t j = (uint64_t) i * i; j < LIMIT; j += i) {
                composite[j] = 1;
            }
        }
    }
    return sum << 20 | count;
}
