# Two children break the rules, each in its way; the parent goes on and says how they ended.
_start:
    li   s1, 0
again:
    li   a0, 17             # SIGCHLD: a plain fork
    li   a1, 0
    li   a2, 0
    li   a3, 0
    li   a4, 0
    li   a7, 220            # clone
    ecall
    beqz a0, child
    addi sp, sp, -16
    li   a0, -1
    mv   a1, sp
    li   a2, 0
    li   a3, 0
    li   a7, 260            # wait4
    ecall
    lw   t0, 0(sp)
    addi sp, sp, 16
    andi t0, t0, 127        # the signal that ended it
    li   t1, 10
    divu t2, t0, t1
    remu t3, t0, t1
    addi t2, t2, 48
    addi t3, t3, 48
    addi sp, sp, -64
    la   t5, text
    li   t6, 19
    mv   a1, sp
copy:
    lbu  t0, 0(t5)
    sb   t0, 0(a1)
    addi t5, t5, 1
    addi a1, a1, 1
    addi t6, t6, -1
    bnez t6, copy
    sb   t2, 16(sp)
    sb   t3, 17(sp)
    li   a0, 1
    mv   a1, sp
    li   a2, 19
    li   a7, 64             # write
    ecall
    addi sp, sp, 64
    addi s1, s1, 1
    li   t0, 2
    blt  s1, t0, again
    li   a0, 0
    li   a7, 93             # exit
    ecall
child:
    bnez s1, touch
    csrw 0x180, zero        # satp
touch:
    li   t0, 0x8000000
    sd   zero, 0(t0)
    j    touch
text:
    .ascii "ended by signal 00\n"

