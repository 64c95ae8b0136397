/* A hash table with open addressing: insertions, look-ups and removals of 64-bit keys. */
#include "kernel.h"

#define SLOTS 65536

static struct slot {
    uint64_t key, count;
} slots[SLOTS];

static struct slot *find(uint64_t key) {
    uint64_t h = key * 0xD6E8FEB86659FD93ULL;
    for (uint32_t i = h >> 48;; i = (i + 1) % SLOTS) {
        if (slots[i].key == key || slots[i].key == 0) {
            return &slots[i];
        }
    }
}

static uint64_t work(void) {
    memset(slots, 0, sizeof slots);
    uint64_t distinct = 0, sum = 0;
    for (int i = 0; i < 400000; i++) {
        uint64_t key = (next_random() % 40000) * 0x100000001B3ULL + 1;
        struct slot *slot = find(key);
        if (slot->key == 0) {
            slot->key = key;
            distinct++;
        }
        slot->count++;
        sum += slot->count * (key & 0xFFFF);
    }
    return sum << 16 ^ distinct;
}
