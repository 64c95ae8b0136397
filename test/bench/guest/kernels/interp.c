/* An interpreter: a stack machine's loop around one switch, as in language runtimes. */
#include "kernel.h"

enum { PUSH, LOAD, STORE, ADD, SUB, MUL, XOR, AND, LESS, JUMP, IF, DUP, HALT };

/* for (i = 0, s = 1; i < 150000; i++) { s = s * 31 + i; if (s & 1) s = s ^ 12345; } */
static const int32_t program[] = {
    PUSH, 0, STORE, 0, PUSH, 1, STORE, 1,
    LOAD, 0, PUSH, 150000, LESS, IF, 47,
    LOAD, 1, PUSH, 31, MUL, LOAD, 0, ADD, DUP, STORE, 1,
    PUSH, 1, AND, IF, 38,
    LOAD, 1, PUSH, 12345, XOR, STORE, 1,
    LOAD, 0, PUSH, 1, ADD, STORE, 0, JUMP, 8,
    HALT,
};

static uint64_t run(const int32_t *code) {
    int64_t stack[16], variables[4] = {0}, *sp = stack;
    uint64_t executed = 0;
    for (const int32_t *pc = code;;) {
        executed++;
        switch (*pc++) {
        case PUSH: *sp++ = *pc++; break;
        case LOAD: *sp++ = variables[*pc++]; break;
        case STORE: variables[*pc++] = *--sp; break;
        case ADD: sp--; sp[-1] = (uint64_t) sp[-1] + sp[0]; break;
        case SUB: sp--; sp[-1] = (uint64_t) sp[-1] - sp[0]; break;
        case MUL: sp--; sp[-1] = (uint64_t) sp[-1] * sp[0]; break;
        case XOR: sp--; sp[-1] ^= sp[0]; break;
        case AND: sp--; sp[-1] &= sp[0]; break;
        case LESS: sp--; sp[-1] = sp[-1] < sp[0]; break;
        case DUP: sp[0] = sp[-1]; sp++; break;
        case JUMP: pc = code + *pc; break;
        case IF: pc = *--sp ? pc + 1 : code + *pc; break;
        default: return (uint64_t) variables[1] ^ executed;
        }
    }
}

static uint64_t work(void) {
    return run(program);
}
