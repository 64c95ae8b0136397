# Prints a line: the smallest program that shows a system call.
_start:
    li   a0, 1              # standard output
    la   a1, text
    li   a2, 24
    li   a7, 64             # write
    ecall
    li   a0, 0
    li   a7, 93             # exit
    ecall
text:
    .ascii "Hello from U-mode RV64!\n"
