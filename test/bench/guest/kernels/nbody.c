/* Double precision with division and square root: five bodies under gravity. */
#include "kernel.h"
#include <math.h>

#define BODIES 5

static struct body {
    double at[3], speed[3], mass;
} bodies[BODIES];

static void step(double dt) {
    for (int i = 0; i < BODIES; i++) {
        for (int j = i + 1; j < BODIES; j++) {
            double d[3], square = 0.01;
            for (int k = 0; k < 3; k++) {
                d[k] = bodies[i].at[k] - bodies[j].at[k];
                square += d[k] * d[k];
            }
            double force = dt / (square * sqrt(square));
            for (int k = 0; k < 3; k++) {
                bodies[i].speed[k] -= d[k] * bodies[j].mass * force;
                bodies[j].speed[k] += d[k] * bodies[i].mass * force;
            }
        }
    }
    for (int i = 0; i < BODIES; i++) {
        for (int k = 0; k < 3; k++) {
            bodies[i].at[k] += dt * bodies[i].speed[k];
        }
    }
}

static uint64_t work(void) {
    for (int i = 0; i < BODIES; i++) {
        for (int k = 0; k < 3; k++) {
            bodies[i].at[k] = (double) (next_random() >> 44) / 65536;
            bodies[i].speed[k] = (double) (next_random() >> 44) / 4194304;
        }
        bodies[i].mass = 1 + i;
    }
    for (int i = 0; i < 20000; i++) {
        step(0.0005);
    }
    uint64_t sum = 0;
    for (int i = 0; i < BODIES; i++) {
        for (int k = 0; k < 3; k++) {
            /* Rounded, since a multiply-add fused or not gives other last bits. */
            sum = sum * 1000003 + (uint64_t) (int64_t) llrint(bodies[i].at[k] * 1e3);
        }
    }
    return sum;
}
