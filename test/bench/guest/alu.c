/* A plain loop: multiply, shift, exclusive or. */
#include <stdio.h>

int main(void) {
    unsigned long a = 1, b = 0;
    for (long i = 0; i < 100000000; i++) {
        a = a * 6364136223846793005UL + 1442695040888963407UL;
        b ^= a >> 33;
    }
    printf("%lu\n", b);
    return 0;
}
