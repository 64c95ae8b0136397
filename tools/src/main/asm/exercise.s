# Runs every instruction of the interpreter's loop, hits and misses of the TLB, accesses across pages, branches either way:
# a training run that has seen them all spares later runs from compiling the loop anew for each (docs/performance.md).
_start:
    li   a0, 0
    li   a1, 0x800000       # more pages than the TLB has
    li   a2, 3
    li   a3, 34             # private, anonymous
    li   a4, -1
    li   a5, 0
    li   a7, 222            # mmap
    ecall
    mv   s0, a0
    li   s1, 0x7f0000       # wraps there
    li   s2, 0
    li   s3, 6000           # rounds
    li   s5, 4096
    li   s6, 2047
again:
    andi t0, s3, 1
    add  s4, s0, s2
    add  s2, s2, s5
    addi s7, s4, 2047
    lb   t1, 8(s4)
    lb   t1, 16(s4)
    add  s4, s0, s2
    add  s2, s2, s5
    addi s7, s4, 2047
    lbu   t1, 8(s4)
    lbu   t1, 16(s4)
    add  s4, s0, s2
    add  s2, s2, s5
    addi s7, s4, 2047
    lh   t1, 8(s4)
    lh   t1, 16(s4)
    lh   t1, 2047(s7)
    add  s4, s0, s2
    add  s2, s2, s5
    addi s7, s4, 2047
    lhu   t1, 8(s4)
    lhu   t1, 16(s4)
    lhu   t1, 2047(s7)
    add  s4, s0, s2
    add  s2, s2, s5
    addi s7, s4, 2047
    lw   t1, 8(s4)
    lw   t1, 16(s4)
    lw   t1, 2047(s7)
    add  s4, s0, s2
    add  s2, s2, s5
    addi s7, s4, 2047
    lwu   t1, 8(s4)
    lwu   t1, 16(s4)
    lwu   t1, 2047(s7)
    add  s4, s0, s2
    add  s2, s2, s5
    addi s7, s4, 2047
    ld   t1, 8(s4)
    ld   t1, 16(s4)
    ld   t1, 2047(s7)
    add  s4, s0, s2
    add  s2, s2, s5
    addi s7, s4, 2047
    fld  fa0, 8(s4)
    fld  fa0, 16(s4)
    fld  fa0, 2047(s7)
    add  s4, s0, s2
    add  s2, s2, s5
    addi s7, s4, 2047
    sb   t0, 8(s4)
    sb   t0, 16(s4)
    add  s4, s0, s2
    add  s2, s2, s5
    addi s7, s4, 2047
    sh   t0, 8(s4)
    sh   t0, 16(s4)
    sh   zero, 2047(s7)
    add  s4, s0, s2
    add  s2, s2, s5
    addi s7, s4, 2047
    sw   t0, 8(s4)
    sw   t0, 16(s4)
    sw   zero, 2047(s7)
    add  s4, s0, s2
    add  s2, s2, s5
    addi s7, s4, 2047
    sd   t0, 8(s4)
    sd   t0, 16(s4)
    sd   zero, 2047(s7)
    add  s4, s0, s2
    add  s2, s2, s5
    addi s7, s4, 2047
    fsd  fa0, 8(s4)
    fsd  fa0, 16(s4)
    fsd  fa0, 2047(s7)
    add  s4, s0, s2
    add  s2, s2, s5
    addi s7, s4, 2047
    flw  fa1, 8(s4)
    fsw  fa1, 12(s4)
    blt  s2, s1, inside
    li   s2, 0
inside:
    add t1, t0, s3
    add t2, s3, t0
    sub t1, t0, s3
    sub t2, s3, t0
    xor t1, t0, s3
    xor t2, s3, t0
    or t1, t0, s3
    or t2, s3, t0
    and t1, t0, s3
    and t2, s3, t0
    sll t1, t0, s3
    sll t2, s3, t0
    srl t1, t0, s3
    srl t2, s3, t0
    sra t1, t0, s3
    sra t2, s3, t0
    slt t1, t0, s3
    slt t2, s3, t0
    sltu t1, t0, s3
    sltu t2, s3, t0
    addw t1, t0, s3
    addw t2, s3, t0
    subw t1, t0, s3
    subw t2, s3, t0
    sllw t1, t0, s3
    sllw t2, s3, t0
    srlw t1, t0, s3
    srlw t2, s3, t0
    sraw t1, t0, s3
    sraw t2, s3, t0
    mul t1, t0, s3
    mul t2, s3, t0
    mulw t1, t0, s3
    mulw t2, s3, t0
    mulh t1, t0, s3
    mulh t2, s3, t0
    mulhu t1, t0, s3
    mulhu t2, s3, t0
    mulhsu t1, t0, s3
    mulhsu t2, s3, t0
    div t1, t0, s3
    div t2, s3, t0
    divu t1, t0, s3
    divu t2, s3, t0
    rem t1, t0, s3
    rem t2, s3, t0
    remu t1, t0, s3
    remu t2, s3, t0
    divw t1, t0, s3
    divw t2, s3, t0
    divuw t1, t0, s3
    divuw t2, s3, t0
    remw t1, t0, s3
    remw t2, s3, t0
    remuw t1, t0, s3
    remuw t2, s3, t0
    sh1add t1, t0, s3
    sh1add t2, s3, t0
    sh2add t1, t0, s3
    sh2add t2, s3, t0
    andn t1, t0, s3
    andn t2, s3, t0
    min t1, t0, s3
    min t2, s3, t0
    rol t1, t0, s3
    rol t2, s3, t0
    czero.eqz t1, t0, s3
    czero.eqz t2, s3, t0
    bset t1, t0, s3
    bset t2, s3, t0
    addi t1, s3, 5
    addi t1, zero, 5
    xori t1, s3, 5
    xori t1, zero, 5
    ori t1, s3, 5
    ori t1, zero, 5
    andi t1, s3, 5
    andi t1, zero, 5
    slti t1, s3, 5
    slti t1, zero, 5
    sltiu t1, s3, 5
    sltiu t1, zero, 5
    addiw t1, s3, 5
    addiw t1, zero, 5
    slli t1, s3, 3
    srli t1, s3, 3
    srai t1, s3, 3
    slliw t1, s3, 3
    srliw t1, s3, 3
    sraiw t1, s3, 3
    lui  t1, 18
    auipc t1, 0
    beq t0, zero, b_beq
    addi t1, t1, 1
b_beq:
    beq zero, t0, c_beq
    addi t1, t1, 1
c_beq:
    bne t0, zero, b_bne
    addi t1, t1, 1
b_bne:
    bne zero, t0, c_bne
    addi t1, t1, 1
c_bne:
    blt t0, zero, b_blt
    addi t1, t1, 1
b_blt:
    blt zero, t0, c_blt
    addi t1, t1, 1
c_blt:
    bge t0, zero, b_bge
    addi t1, t1, 1
b_bge:
    bge zero, t0, c_bge
    addi t1, t1, 1
c_bge:
    bltu t0, zero, b_bltu
    addi t1, t1, 1
b_bltu:
    bltu zero, t0, c_bltu
    addi t1, t1, 1
c_bltu:
    bgeu t0, zero, b_bgeu
    addi t1, t1, 1
b_bgeu:
    bgeu zero, t0, c_bgeu
    addi t1, t1, 1
c_bgeu:
    fadd.d fa2, fa0, fa0
    fmul.d fa2, fa2, fa0
    fcvt.d.l fa3, s3
    fcvt.l.d t1, fa3
    flt.d t1, fa2, fa3
    fsgnj.d fa2, fa2, fa3
    fadd.s fa4, fa1, fa1
    fcvt.s.w fa4, s3
    fcvt.w.s t1, fa4, rtz
    fcvt.d.s fa4, fa4
    fmadd.d fa2, fa0, fa2, fa3
    fdiv.d fa2, fa2, fa3
    fmv.x.d t1, fa2
    fmv.d.x fa2, t1
    csrr t1, fcsr
    fence
    amoadd.d t1, t0, (s0)
    amoswap.w t1, t0, (s0)
    lr.d t1, (s0)
    sc.d t2, t1, (s0)
    call leaf
    la   t3, leaf
    jalr ra, 0(t3)
    la   t3, table
    jr   t3
table:
    addi s3, s3, -1
    beqz s3, done
    j    again
done:
    # Loops that are hot just before they end: the translator's work is in the profile, what it makes is not.
    li   s3, 50010
hot0:
    ld   t1, 0(s0)
    addi t1, t1, 1
    xor  t1, t1, s3
    sd   t1, 0(s0)
    addi s3, s3, -1
    bnez s3, hot0
    li   s3, 50010
hot1:
    ld   t1, 0(s0)
    addi t1, t1, 2
    xor  t1, t1, s3
    sd   t1, 0(s0)
    addi s3, s3, -1
    bnez s3, hot1
    li   s3, 50010
hot2:
    ld   t1, 0(s0)
    addi t1, t1, 3
    xor  t1, t1, s3
    sd   t1, 0(s0)
    addi s3, s3, -1
    bnez s3, hot2
    li   s3, 50010
hot3:
    ld   t1, 0(s0)
    addi t1, t1, 4
    xor  t1, t1, s3
    sd   t1, 0(s0)
    addi s3, s3, -1
    bnez s3, hot3
    li   s3, 50010
hot4:
    ld   t1, 0(s0)
    addi t1, t1, 5
    xor  t1, t1, s3
    sd   t1, 0(s0)
    addi s3, s3, -1
    bnez s3, hot4
    li   s3, 50010
hot5:
    ld   t1, 0(s0)
    addi t1, t1, 6
    xor  t1, t1, s3
    sd   t1, 0(s0)
    addi s3, s3, -1
    bnez s3, hot5
    li   s3, 50010
hot6:
    ld   t1, 0(s0)
    addi t1, t1, 7
    xor  t1, t1, s3
    sd   t1, 0(s0)
    addi s3, s3, -1
    bnez s3, hot6
    li   s3, 50010
hot7:
    ld   t1, 0(s0)
    addi t1, t1, 8
    xor  t1, t1, s3
    sd   t1, 0(s0)
    addi s3, s3, -1
    bnez s3, hot7
    li   a0, 0
    li   a7, 93             # exit
    ecall
leaf:
    ret
