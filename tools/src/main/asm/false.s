_start:
    li   a0, 1
    li   a7, 93             # exit
    ecall
