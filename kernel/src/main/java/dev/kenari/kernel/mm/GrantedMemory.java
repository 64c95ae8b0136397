package dev.kenari.kernel.mm;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.ipc.Grant;
import dev.kenari.machine.bus.PhysicalMemory;

/** Moves bytes through grants: all that a service can do with a program's memory. EFAULT as {@link UserMemory}. May sleep. */
public final class GrantedMemory {
    private final AddressSpaces spaces;
    private final PhysicalMemory memory;

    public GrantedMemory(AddressSpaces spaces, PhysicalMemory memory) {
        this.spaces = spaces;
        this.memory = memory;
    }

    /** Copies {@code length} bytes of the grant from {@code at} into an array. */
    public void read(Grant grant, long at, byte[] into, int offset, int length) throws Errno {
        UserMemory user = spaces.find(grant.space()).memory();
        for (int i = 0; length > 0; i++) {
            long available = range(grant, i) - at;
            if (available > 0) {
                int chunk = (int) Math.min(available, length);
                user.read(grant.addresses()[i] + at, into, offset, chunk);
                offset += chunk;
                length -= chunk;
                at = 0;
            } else {
                at = -available;
            }
        }
    }

    /** Copies {@code length} bytes of an array to the grant at {@code at}. */
    public void write(Grant grant, long at, byte[] from, int offset, int length) throws Errno {
        UserMemory user = spaces.find(grant.space()).memory();
        for (int i = 0; length > 0; i++) {
            long available = range(grant, i) - at;
            if (available > 0) {
                int chunk = (int) Math.min(available, length);
                user.write(grant.addresses()[i] + at, from, offset, chunk);
                offset += chunk;
                length -= chunk;
                at = 0;
            } else {
                at = -available;
            }
        }
    }

    /** Copies {@code length} bytes at a physical address to the grant at {@code at}. */
    public void copyOut(long physical, Grant grant, long at, int length) throws Errno {
        move(physical, grant, at, length, Vma.WRITE);
    }

    /** Copies {@code length} bytes of the grant from {@code at} to a physical address. */
    public void copyIn(Grant grant, long at, long physical, int length) throws Errno {
        move(physical, grant, at, length, Vma.READ);
    }

    private void move(long physical, Grant grant, long at, int length, int access) throws Errno {
        UserMemory user = spaces.find(grant.space()).memory();
        for (int i = 0; length > 0; ) {
            long available = range(grant, i) - at;
            if (available <= 0) {
                at = -available;
                i++;
                continue;
            }
            long address = grant.addresses()[i] + at;
            int inPage = Frames.SIZE - (int) (address & Frames.SIZE - 1);
            int chunk = (int) Math.min(Math.min(available, length), inPage);
            long other = user.physical(address, access);
            if (access == Vma.WRITE) {
                memory.copy(physical, other, chunk);
            } else {
                memory.copy(other, physical, chunk);
            }
            physical += chunk;
            at += chunk;
            length -= chunk;
        }
    }

    private static long range(Grant grant, int index) throws Errno {
        if (index >= grant.lengths().length) {
            throw Errno.EFAULT;
        }
        return grant.lengths()[index];
    }
}
