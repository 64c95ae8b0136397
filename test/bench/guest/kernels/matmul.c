/* Double precision: a product of 96 by 96 matrices. */
#include "kernel.h"

#define N 96

static double a[N][N], b[N][N], c[N][N];

static uint64_t work(void) {
    for (int i = 0; i < N; i++) {
        for (int j = 0; j < N; j++) {
            a[i][j] = (double) (next_random() >> 40) / 1024;
            b[i][j] = (double) (next_random() >> 40) / 4096;
        }
    }
    for (int i = 0; i < N; i++) {
        for (int j = 0; j < N; j++) {
            double sum = 0;
            for (int k = 0; k < N; k++) {
                sum += a[i][k] * b[k][j];
            }
            c[i][j] = sum;
        }
    }
    uint64_t sum = 0;
    for (int i = 0; i < N; i++) {
        for (int j = 0; j < N; j++) {
            /* A multiply-add fused or not gives other last bits: these are not counted. */
            sum = sum * 31 + (uint64_t) (c[i][j] / 65536);
        }
    }
    return sum;
}
