la a0, data
li a1, 20
loop: ld t0, 0(a0)
fld fa0, 8(a0)
fadd.d fa1, fa0, fa0
sw t0, 16(a0)
fsd fa1, 8(a0)
amoadd.d t1, t0, (a0)
addi a1, a1, -1
bnez a1, loop
ecall
.zero 64
data: .zero 64
