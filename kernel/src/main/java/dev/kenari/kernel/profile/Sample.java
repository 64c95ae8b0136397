package dev.kenari.kernel.profile;

import dev.kenari.kernel.mm.MemoryObject;
import java.util.List;

/** Where a program was when it left U-mode, not yet in names, and the time that it is charged with. */
public final class Sample {
    /**
     * A place in a program. It holds a reference to its object, for a mapping may be gone before the names are read.
     *
     * @param mapping the file's name, or what proc_pid_maps(5) calls the memory
     * @param object null for anonymous memory
     * @param offset in the object
     */
    record Frame(String mapping, MemoryObject object, long offset) {}

    final List<Frame> frames;
    final long nanos;

    Sample(List<Frame> frames, long nanos) {
        this.frames = frames;
        this.nanos = nanos;
    }
}
