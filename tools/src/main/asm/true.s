_start:
    li   a0, 0
    li   a7, 93             # exit
    ecall
