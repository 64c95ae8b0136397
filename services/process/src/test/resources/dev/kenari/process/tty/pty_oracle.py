"""Plays cases on a real pseudoterminal. A case is a line: iflag oflag lflag, control characters, input, all but the flags in
hexadecimal, and the size of reads. The answer is a line: what the master sees, then what each read of the slave returned."""
import fcntl, os, pty, struct, sys

TCGETS, TCSETS = 0x5401, 0x5402


def drain(fd, size, most):
    got = []
    while len(got) < most:
        try:
            got.append(os.read(fd, size))
        except OSError:
            break
    return got


for case in sys.stdin:
    iflag, oflag, lflag, characters, typed, size = case.split()
    master, slave = pty.openpty()
    old = fcntl.ioctl(slave, TCGETS, bytes(36))
    cflag = struct.unpack("I", old[8:12])[0]
    flags = struct.pack("IIII", int(iflag), int(oflag), cflag, int(lflag))
    fcntl.ioctl(slave, TCSETS, flags + old[16:17] + bytes.fromhex(characters))
    os.set_blocking(master, False)
    os.set_blocking(slave, False)
    os.write(master, bytes.fromhex(typed))
    reads = drain(slave, int(size), 100)
    shown = b"".join(drain(master, 4096, 100))
    print(shown.hex() or "-", *[r.hex() or "-" for r in reads], flush=True)
    os.close(slave)
    os.close(master)
