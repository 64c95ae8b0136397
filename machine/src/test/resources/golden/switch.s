li a0, 40
loop: andi t0, a0, 1
slli t0, t0, 2
la t1, even
add t1, t1, t0
jr t1
even: j next
nop
odd: addi a1, a1, 1
next: addi a0, a0, -1
bnez a0, loop
ecall
