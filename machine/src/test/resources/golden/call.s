li s0, 20
li a0, 1
loop: call twice
addi s0, s0, -1
bnez s0, loop
ecall
twice: slliw a0, a0, 1
ret
