/* Integer arithmetic: CRC-32 by table over bytes that are made as it goes, and a multiplicative mix. */
#include "kernel.h"

static uint32_t table[256];

static uint64_t work(void) {
    for (uint32_t i = 0; i < 256; i++) {
        uint32_t c = i;
        for (int bit = 0; bit < 8; bit++) {
            c = c & 1 ? 0xEDB88320U ^ c >> 1 : c >> 1;
        }
        table[i] = c;
    }
    uint32_t crc = ~0U;
    uint64_t mix = 0;
    for (int i = 0; i < 1200000; i++) {
        uint64_t word = next_random();
        crc = table[(crc ^ word) & 0xFF] ^ crc >> 8;
        crc = table[(crc ^ word >> 32) & 0xFF] ^ crc >> 8;
        mix = (mix ^ word) * 0x9E3779B97F4A7C15ULL;
        mix ^= mix >> 29;
    }
    return mix ^ ~crc;
}
