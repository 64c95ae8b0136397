# Runs for ever without a system call: what --timeout and preemption are tried on.
_start:
    addi t0, t0, 1
    j    _start
