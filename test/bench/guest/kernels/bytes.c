/* Byte strings: a text is split into words, which are put in lower case, compared and searched. */
#include "kernel.h"

#define SIZE 65536

static char text[SIZE + 1];

static int same(const char *a, const char *b) {
    while (*a && *a == *b) {
        a++;
        b++;
    }
    return *a == *b;
}

static uint64_t work(void) {
    static const char *const known[] = {"kernel", "hart", "trap", "page", "frame"};
    for (int i = 0; i < SIZE;) {
        uint64_t r = next_random();
        if (r % 3 == 0) {
            for (const char *word = known[r / 3 % 5]; *word && i < SIZE;) {
                text[i++] = *word++;
            }
        } else {
            for (uint64_t n = r / 3 % 9 + 1; n > 0 && i < SIZE; n--) {
                text[i++] = (r & 64 ? 'A' : 'a') + next_random() % 26;
            }
        }
        if (i < SIZE) {
            text[i++] = r & 128 ? ' ' : '\n';
        }
    }
    uint64_t sum = 0;
    for (int pass = 0; pass < 12; pass++) {
        char word[64];
        int length = 0, line = 1;
        for (int i = 0; i <= SIZE; i++) {
            char c = text[i];
            if (c >= 'A' && c <= 'Z') {
                c += 'a' - 'A';
            }
            if (c >= 'a' && c <= 'z') {
                if (length < 63) {
                    word[length++] = c;
                }
                continue;
            }
            word[length] = 0;
            for (int k = 0; length > 0 && k < 5; k++) {
                sum += same(word, known[k]) ? (uint64_t) line * (k + 1) : 0;
            }
            sum = sum * 3 + length;
            length = 0;
            line += c == '\n';
        }
    }
    return sum;
}
