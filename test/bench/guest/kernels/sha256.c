/* 32-bit rotations and additions, long straight code: SHA-256 (FIPS 180-4) of a megabyte. */
#include "kernel.h"

static uint32_t constants[64];

/* The first 32 bits of the fractional part of the cube root of p, found by bisection in integers. */
static uint32_t cube_root_fraction(uint32_t p) {
    unsigned __int128 target = (unsigned __int128) p << 96;
    uint64_t low = 0, high = 8ULL << 32;
    while (high - low > 1) {
        uint64_t middle = low + (high - low) / 2;
        if ((unsigned __int128) middle * middle * middle <= target) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return (uint32_t) low;
}

static void make_constants(void) {
    int found = 0;
    for (uint32_t p = 2; found < 64; p++) {
        int prime = 1;
        for (uint32_t d = 2; d * d <= p; d++) {
            prime &= p % d != 0;
        }
        if (prime) {
            constants[found++] = cube_root_fraction(p);
        }
    }
}

static inline uint32_t rotate(uint32_t x, int n) {
    return x >> n | x << (32 - n);
}

static void block(uint32_t h[8], const unsigned char *bytes) {
    uint32_t w[64], s[8];
    for (int i = 0; i < 16; i++) {
        w[i] = (uint32_t) bytes[4 * i] << 24 | bytes[4 * i + 1] << 16 | bytes[4 * i + 2] << 8 | bytes[4 * i + 3];
    }
    for (int i = 16; i < 64; i++) {
        uint32_t a = rotate(w[i - 15], 7) ^ rotate(w[i - 15], 18) ^ w[i - 15] >> 3;
        uint32_t b = rotate(w[i - 2], 17) ^ rotate(w[i - 2], 19) ^ w[i - 2] >> 10;
        w[i] = w[i - 16] + a + w[i - 7] + b;
    }
    memcpy(s, h, sizeof s);
    for (int i = 0; i < 64; i++) {
        uint32_t e = rotate(s[4], 6) ^ rotate(s[4], 11) ^ rotate(s[4], 25);
        uint32_t t1 = s[7] + e + ((s[4] & s[5]) ^ (~s[4] & s[6])) + constants[i] + w[i];
        uint32_t a = rotate(s[0], 2) ^ rotate(s[0], 13) ^ rotate(s[0], 22);
        uint32_t t2 = a + ((s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]));
        s[7] = s[6];
        s[6] = s[5];
        s[5] = s[4];
        s[4] = s[3] + t1;
        s[3] = s[2];
        s[2] = s[1];
        s[1] = s[0];
        s[0] = t1 + t2;
    }
    for (int i = 0; i < 8; i++) {
        h[i] += s[i];
    }
}

static uint64_t work(void) {
    static unsigned char message[65536];
    uint32_t h[8] = {
        0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    make_constants();
    for (size_t i = 0; i < sizeof message; i++) {
        message[i] = next_random();
    }
    for (int pass = 0; pass < 16; pass++) {
        for (size_t i = 0; i < sizeof message; i += 64) {
            block(h, message + i);
        }
    }
    return (uint64_t) h[0] << 32 | h[7];
}
