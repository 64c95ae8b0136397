/* Calls and returns: Fibonacci's numbers by recursion, kept from becoming a loop. */
#include "kernel.h"

__attribute__((noinline, noclone)) static uint64_t fib(uint64_t n) {
    if (n < 2) {
        return n;
    }
    uint64_t first = fib(n - 1);
    __asm__ volatile("" : "+r"(first));
    return first + fib(n - 2);
}

static uint64_t work(void) {
    return fib(29);
}
