package dev.kenari.vfs.file;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.ipc.Grant;
import dev.kenari.kernel.mm.GrantedMemory;

/** The ranges of a grant. */
public final class GrantVector extends IoVector {
    private static final byte[] ZEROES = new byte[4096];

    private final Grant grant;
    private final GrantedMemory memory;

    public GrantVector(Grant grant, GrantedMemory memory) {
        this(grant, grant.length(), memory);
    }

    /** @param length at most the grant's */
    public GrantVector(Grant grant, long length, GrantedMemory memory) {
        super(length);
        this.grant = grant;
        this.memory = memory;
    }

    @Override
    void putAt(long at, byte[] from, int offset, int count) throws Errno {
        memory.write(grant, at, from, offset, count);
    }

    @Override
    void putFrameAt(long at, long physical, int count) throws Errno {
        memory.copyOut(physical, grant, at, count);
    }

    @Override
    void fillAt(long at, long count) throws Errno {
        for (long done = 0; done < count; done += ZEROES.length) {
            memory.write(grant, at + done, ZEROES, 0, (int) Math.min(ZEROES.length, count - done));
        }
    }

    @Override
    void takeAt(long at, byte[] into, int offset, int count) throws Errno {
        memory.read(grant, at, into, offset, count);
    }

    @Override
    void takeFrameAt(long at, long physical, int count) throws Errno {
        memory.copyIn(grant, at, physical, count);
    }
}
