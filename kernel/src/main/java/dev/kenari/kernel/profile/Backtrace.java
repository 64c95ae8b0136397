package dev.kenari.kernel.profile;

import dev.kenari.kernel.task.Task;
import java.util.ArrayList;
import java.util.List;

/** A program's stack for a person, without the functions' names, for which files would have to be read. */
public final class Backtrace {
    private Backtrace() {}

    /** {@code file+0xoffset}, the innermost first. Does not sleep. */
    public static List<String> of(Task task) {
        List<String> lines = new ArrayList<>();
        for (Sample.Frame frame : GuestStack.of(task)) {
            lines.add(FrameNames.clean(frame.mapping())
                    + (frame.object() == null ? "" : "+0x" + Long.toHexString(frame.offset())));
            if (frame.object() != null) {
                frame.object().release();
            }
        }
        return lines;
    }
}
