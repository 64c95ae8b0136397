package dev.kenari.kernel.component;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.mm.Frames;
import java.util.HashMap;
import java.util.Map;

/** Memory that a component's instances hand down from one to the next. Guarded by the kernel lock. */
final class KeptFrames {
    static final long NONE = 0;

    private final Frames frames;
    private final Map<Integer, Long> byNumber = new HashMap<>();

    KeptFrames(Frames frames) {
        this.frames = frames;
    }

    /** {@link #NONE} if nobody has asked for it yet. */
    long find(int number) {
        return byNumber.getOrDefault(number, NONE);
    }

    /** Zeroes at first. ENOMEM. */
    long findOrMake(int number) throws Errno {
        long frame = find(number);
        if (frame == NONE) {
            frame = frames.allocateZeroed();
            byNumber.put(number, frame);
        }
        return frame;
    }

    /** Forgets what they hold. */
    void clear() {
        byNumber.values().forEach(frame -> frames.memory().fill(frame, Frames.SIZE, (byte) 0));
    }
}
