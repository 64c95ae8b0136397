/* Recursion, comparisons that cannot be foreseen, swaps: quicksort of 100,000 integers. */
#include "kernel.h"

#define N 100000

static int32_t values[N];

static void sort(int32_t *low, int32_t *high) {
    while (low < high) {
        int32_t pivot = low[(high - low) / 2];
        int32_t *i = low, *j = high;
        while (i <= j) {
            while (*i < pivot) {
                i++;
            }
            while (*j > pivot) {
                j--;
            }
            if (i <= j) {
                int32_t t = *i;
                *i++ = *j;
                *j-- = t;
            }
        }
        if (j - low < high - i) {
            sort(low, j);
            low = i;
        } else {
            sort(i, high);
            high = j;
        }
    }
}

static uint64_t work(void) {
    for (int i = 0; i < N; i++) {
        values[i] = (int32_t) next_random();
    }
    sort(values, values + N - 1);
    uint64_t sum = 0;
    for (int i = 0; i < N; i++) {
        sum = sum * 31 + (uint32_t) values[i];
    }
    return sum;
}
