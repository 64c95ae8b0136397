li a0, 20
li a1, 0
loop: add a1, a1, a0
addi a0, a0, -1
bnez a0, loop
ecall
