package dev.kenari.vfs.block;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.module.ModuleReference;
import dev.kenari.vfs.file.Client;
import dev.kenari.vfs.file.OpenFileDescription;

/** A loop device as the vfs knows it: files come and go under it. */
final class LoopVolume extends BlockVolume {
    private final LoopDevice loop;
    /** Lets go of its file when nobody uses it any more. */
    private boolean ending;

    LoopVolume(Kernel kernel, LoopDevice loop, long number) {
        super(kernel, loop, number, 1, ModuleReference.BUILT_IN);
        this.loop = loop;
    }

    LoopDevice loop() {
        return loop;
    }

    @Override
    public String backing() {
        return loop.backing();
    }

    @Override
    public long backingOffset() {
        try {
            return loop.isBound() ? loop.info().offset() : 0;
        } catch (Errno e) {
            return 0;
        }
    }

    @Override
    public boolean autoclear() {
        return ending;
    }

    void bind(Client client, OpenFileDescription file, LoopInfo how) throws Errno {
        loop.bind(client, file, how);
        ending = (how.flags() & LoopInfo.AUTOCLEAR) != 0;
        resized();
    }

    /** LOOP_SET_STATUS64. ENXIO. */
    void change(LoopInfo how) throws Errno {
        loop.change(how);
        ending = (how.flags() & LoopInfo.AUTOCLEAR) != 0;
        resized();
    }

    /** LOOP_CLR_FD: at once, or when the last user is gone. ENXIO. */
    void unbind() throws Errno {
        loop.info();
        ending = true;
    }

    @Override
    protected void unused() throws Errno {
        if (ending && loop.isBound()) {
            loop.flush();
            loop.unbind();
            resized();
            ending = false;
        }
    }
}
