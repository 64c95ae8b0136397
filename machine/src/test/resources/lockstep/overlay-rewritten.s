# The supervisor exchanges the code of a page that is called in turn.
#= seed 29
#= task 0x10ffe
li x23,300
main: li x29,196608
jalr ra,0(x29)
ecall
addi x23,x23,-1
bnez x23,main
exit: ecall
#= overlay
ret
#= overlay
addi x27,x27,1
c.jr ra
