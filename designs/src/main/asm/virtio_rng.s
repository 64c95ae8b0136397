# Driver of the entropy device (virtio 1.2, sections 4.2.2 and 5.4) as a program: what RngDriver does in Java.
#
# virtio_rng PAGES ADDRESS ADDRESS: so many pages of registers, and where the device finds its two pages of memory.
# Descriptor 0: requests; 1: the device; 2: the kernel's log.

.equ DEVICE_FEATURES_OK, 8
.equ DRIVER_FEATURES, 0x20
.equ DRIVER_FEATURES_SEL, 0x24
.equ QUEUE_SEL, 0x30
.equ QUEUE_NUM, 0x38
.equ QUEUE_READY, 0x44
.equ QUEUE_NOTIFY, 0x50
.equ INTERRUPT_STATUS, 0x60
.equ INTERRUPT_ACK, 0x64
.equ STATUS, 0x70
.equ QUEUE_DESC, 0x80
.equ QUEUE_DRIVER, 0x90
.equ QUEUE_DEVICE, 0xA0

# In the first page of memory; the second is the buffer.
.equ QUEUE_SIZE, 8
.equ AVAILABLE, 128
.equ USED, 256

.equ MOST, 4096
.equ EINVAL, 22
.equ ENOSYS, 38

.align 3
one:
    .word 1
interrupts:
    .word 0
usage_text:
    .ascii "<3>virtio_rng: arguments are PAGES ADDRESS ADDRESS\n"
usage_end:
refused_text:
    .ascii "<3>virtio_rng: the device or the kernel refuses\n"
refused_end:
.align 3
request:
    .zero 64
reply:
    .zero 4120

# s0 registers, s1 queue, s2 buffer, s3 physical address of the queue, s4 of the buffer, s5 used entries seen
_start:
    ld   t0, 0(sp)              # argc
    li   t1, 4
    bne  t0, t1, usage
    ld   a0, 24(sp)             # argv[2]
    call hexadecimal
    mv   s3, a0
    ld   a0, 32(sp)             # argv[3]
    call hexadecimal
    mv   s4, a0

    li   a0, 0
    li   a1, 0x3000            # registers and memory
    li   a2, 3                  # PROT_READ | PROT_WRITE
    li   a3, 1                  # MAP_SHARED
    li   a4, 1
    li   a5, 0
    li   a7, 222                # mmap
    ecall
    bltz a0, refused
    mv   s0, a0
    li   t0, 4096
    add  s1, s0, t0
    add  s2, s1, t0
    li   s5, 0

    sw   zero, STATUS(s0)
    li   t0, 1                  # ACKNOWLEDGE
    sw   t0, STATUS(s0)
    li   t0, 3                  # and DRIVER
    sw   t0, STATUS(s0)
    li   t0, 1
    sw   t0, DRIVER_FEATURES_SEL(s0)
    sw   t0, DRIVER_FEATURES(s0) # VERSION_1
    sw   zero, DRIVER_FEATURES_SEL(s0)
    sw   zero, DRIVER_FEATURES(s0)
    li   t0, 11                 # and FEATURES_OK
    sw   t0, STATUS(s0)
    lw   t0, STATUS(s0)
    andi t0, t0, DEVICE_FEATURES_OK
    beqz t0, refused

    sw   zero, QUEUE_SEL(s0)
    li   t0, QUEUE_SIZE
    sw   t0, QUEUE_NUM(s0)
    srli t1, s3, 32
    sw   s3, QUEUE_DESC(s0)
    sw   t1, QUEUE_DESC+4(s0)
    addi t0, s3, AVAILABLE
    sw   t0, QUEUE_DRIVER(s0)
    sw   t1, QUEUE_DRIVER+4(s0)
    addi t0, s3, USED
    sw   t0, QUEUE_DEVICE(s0)
    sw   t1, QUEUE_DEVICE+4(s0)
    li   t0, 1
    sw   t0, QUEUE_READY(s0)
    li   t0, 15                 # and DRIVER_OK
    sw   t0, STATUS(s0)

# One request: number (8), method (4), length (4), int length of what is wanted.
serve:
    li   a0, 0
    la   a1, request
    li   a2, 64
    li   a7, 63                 # read
    ecall
    bltz a0, refused
    la   s6, request
    la   s7, reply
    ld   t0, 0(s6)
    sd   t0, 0(s7)
    li   s8, ENOSYS
    lw   t0, 8(s6)
    bnez t0, failed
    li   s8, EINVAL
    lw   s9, 16(s6)             # wanted
    bltz s9, failed
    li   t0, MOST
    bgt  s9, t0, failed
    sw   zero, 8(s7)
    addi t0, s9, 4
    sw   t0, 12(s7)
    sw   s9, 16(s7)
    addi s10, s7, 20            # where the next byte goes
    mv   s11, s9                # still missing
more:
    beqz s11, answer
    call fill
    j    more
answer:
    addi a2, s9, 20
    j    send
failed:
    sw   s8, 8(s7)
    sw   zero, 12(s7)
    li   a2, 16
send:
    li   a0, 0
    mv   a1, s7
    li   a7, 64                 # write
    ecall
    bltz a0, refused
    j    serve

# Has the device fill the buffer, and takes what it holds: moves s10 on and makes s11 less.
fill:
    mv   s8, ra
    sd   s4, 0(s1)              # descriptor 0: the buffer,
    sw   s11, 8(s1)             # as much as is missing,
    li   t0, 2                  # for the device to write
    sw   t0, 12(s1)
    lhu  t0, AVAILABLE+2(s1)
    andi t1, t0, QUEUE_SIZE-1
    slli t1, t1, 1
    add  t1, t1, s1
    sh   zero, AVAILABLE+4(t1)
    fence
    addi t0, t0, 1
    sh   t0, AVAILABLE+2(s1)
    fence
    sw   zero, QUEUE_NOTIFY(s0)
wait:
    lhu  t0, USED+2(s1)
    bne  t0, s5, filled
    li   a0, 1
    la   a1, one
    li   a2, 4
    li   a7, 64                 # write: let an interrupt come
    ecall
    bltz a0, refused
    li   a0, 1
    la   a1, interrupts
    li   a2, 4
    li   a7, 63                 # read: wait for it
    ecall
    bltz a0, refused
    call acknowledge
    j    wait
filled:
    fence
    call acknowledge
    andi t0, s5, QUEUE_SIZE-1
    slli t0, t0, 3
    add  t0, t0, s1
    lwu  t1, USED+8(t0)         # bytes written
    addi s5, s5, 1
    slli s5, s5, 48
    srli s5, s5, 48
    beqz t1, refused
    bgtu t1, s11, refused
    sub  s11, s11, t1
    mv   t2, s2
copy:
    lbu  t0, 0(t2)
    sb   t0, 0(s10)
    sb   zero, 0(t2)            # what is handed out stays with nobody else
    addi t2, t2, 1
    addi s10, s10, 1
    addi t1, t1, -1
    bnez t1, copy
    mv   ra, s8
    ret

acknowledge:
    lw   t0, INTERRUPT_STATUS(s0)
    sw   t0, INTERRUPT_ACK(s0)
    ret

# The number after 0x at a0.
hexadecimal:
    addi t0, a0, 2
    li   a0, 0
    li   t2, 10
digit:
    lbu  t1, 0(t0)
    beqz t1, digits
    addi t1, t1, -48            # '0'
    bltu t1, t2, decimal
    addi t1, t1, -39            # 'a' - 10 - '0'
decimal:
    slli a0, a0, 4
    add  a0, a0, t1
    addi t0, t0, 1
    j    digit
digits:
    ret

usage:
    la   a1, usage_text
    li   a2, usage_end - usage_text
    j    complain
refused:
    la   a1, refused_text
    li   a2, refused_end - refused_text
complain:
    li   a0, 2
    li   a7, 64                 # write
    ecall
    li   a0, 1
    li   a7, 94                 # exit_group
    ecall
