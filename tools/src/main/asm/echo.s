# Prints its arguments, separated by blanks.
_start:
    ld   s0, 0(sp)          # argc
    addi s1, sp, 16         # &argv[1]
    addi s0, s0, -1
    blez s0, newline
next:
    ld   a1, 0(s1)
    mv   a2, zero
length:
    add  t0, a1, a2
    lbu  t1, 0(t0)
    beqz t1, measured
    addi a2, a2, 1
    j    length
measured:
    li   a0, 1
    li   a7, 64             # write
    ecall
    addi s1, s1, 8
    addi s0, s0, -1
    beqz s0, newline
    la   a1, blank
    li   a0, 1
    li   a2, 1
    li   a7, 64
    ecall
    j    next
newline:
    la   a1, end
    li   a0, 1
    li   a2, 1
    li   a7, 64
    ecall
    li   a0, 0
    li   a7, 93             # exit
    ecall
blank:
    .ascii " "
end:
    .ascii "\n"
