package dev.kenari.machine.device;

import dev.kenari.machine.MemoryMap;
import dev.kenari.machine.bus.InterruptLine;
import dev.kenari.machine.bus.MmioDevice;
import dev.kenari.machine.riscv.Cause;
import dev.kenari.machine.riscv.Hart;
import dev.kenari.machine.sync.LockRank;
import dev.kenari.machine.sync.RankedLock;
import java.util.List;

/**
 * The platform-level interrupt controller (RISC-V PLIC Specification 1.0.0). Context {@code n} is S-mode of hart {@code n}; sources are
 * level-triggered lines. All registers are 32 bits wide.
 */
public final class Plic implements MmioDevice {
    static final long PENDING = 0x1000;
    static final long ENABLE = 0x2000;
    static final long ENABLE_STRIDE = 0x80;
    static final long CONTEXT = 0x20_0000;
    static final long CONTEXT_STRIDE = 0x1000;
    static final int MAX_PRIORITY = 7;

    private static final int SOURCES = MemoryMap.SOURCES;
    private static final int WORDS = SOURCES / Integer.SIZE;
    private static final int CLAIM = 4;

    private final RankedLock lock = new RankedLock(LockRank.INTERRUPT_CONTROLLER);
    private final List<? extends Hart> harts;
    private final int[] priority = new int[SOURCES];
    private final boolean[] level = new boolean[SOURCES];
    private final boolean[] inService = new boolean[SOURCES];
    private final int[] pending = new int[WORDS];
    private final int[][] enable;
    private final int[] threshold;
    private final boolean[] raised;

    public Plic(List<? extends Hart> harts) {
        this.harts = harts;
        enable = new int[harts.size()][WORDS];
        threshold = new int[harts.size()];
        raised = new boolean[harts.size()];
    }

    /** The wire to {@code source}, 1 to {@code SOURCES - 1}. */
    public InterruptLine line(int source) {
        if (source < 1 || source >= SOURCES) {
            throw new IllegalArgumentException("no interrupt source " + source);
        }
        return asserted -> set(source, asserted);
    }

    private void set(int source, boolean asserted) {
        lock.lock();
        try {
            if (level[source] != asserted) {
                level[source] = asserted;
                forward(source);
                update();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The gateway: forwards a request unless one is being handled; a level that drops unclaimed takes its request back. */
    private void forward(int source) {
        int bit = 1 << source % Integer.SIZE;
        if (level[source] && !inService[source]) {
            pending[source / Integer.SIZE] |= bit;
        } else {
            pending[source / Integer.SIZE] &= ~bit;
        }
    }

    private void update() {
        for (int context = 0; context < raised.length; context++) {
            boolean wanted = best(context) != 0;
            if (wanted != raised[context]) {
                raised[context] = wanted;
                if (wanted) {
                    harts.get(context).raise(Cause.EXTERNAL);
                } else {
                    harts.get(context).lower(Cause.EXTERNAL);
                }
            }
        }
    }

    /** The source that {@code context} would claim: highest priority above its threshold, lowest number among equals; 0 if none. */
    private int best(int context) {
        int best = 0;
        int bestPriority = threshold[context];
        for (int word = 0; word < WORDS; word++) {
            for (int bits = pending[word] & enable[context][word]; bits != 0; bits &= bits - 1) {
                int source = word * Integer.SIZE + Integer.numberOfTrailingZeros(bits);
                if (priority[source] > bestPriority) {
                    best = source;
                    bestPriority = priority[source];
                }
            }
        }
        return best;
    }

    private int claim(int context) {
        int source = best(context);
        if (source != 0) {
            inService[source] = true;
            forward(source);
            update();
        }
        return source;
    }

    private void complete(int context, long source) {
        if (source >= 1 && source < SOURCES && enabled(context, (int) source)) {
            inService[(int) source] = false;
            forward((int) source);
            update();
        }
    }

    private boolean enabled(int context, int source) {
        return (enable[context][source / Integer.SIZE] & 1 << source % Integer.SIZE) != 0;
    }

    @Override
    public long read(long offset, int width) {
        lock.lock();
        try {
            if (width != Integer.BYTES) {
                return 0;
            }
            return read(offset) & 0xFFFF_FFFFL;
        } finally {
            lock.unlock();
        }
    }

    private int read(long offset) {
        if (offset >= CONTEXT) {
            int context = (int) ((offset - CONTEXT) / CONTEXT_STRIDE);
            if (context >= raised.length) {
                return 0;
            }
            return switch ((int) (offset % CONTEXT_STRIDE)) {
                case 0 -> threshold[context];
                case CLAIM -> claim(context);
                default -> 0;
            };
        }
        if (offset >= ENABLE) {
            int context = (int) ((offset - ENABLE) / ENABLE_STRIDE);
            int word = (int) (offset % ENABLE_STRIDE) / Integer.BYTES;
            return context < raised.length && word < WORDS ? enable[context][word] : 0;
        }
        if (offset >= PENDING) {
            int word = (int) (offset - PENDING) / Integer.BYTES;
            return word < WORDS ? pending[word] : 0;
        }
        int source = (int) offset / Integer.BYTES;
        return source < SOURCES ? priority[source] : 0;
    }

    @Override
    public void write(long offset, int width, long value) {
        lock.lock();
        try {
            if (width != Integer.BYTES) {
                return;
            }
            if (offset >= CONTEXT) {
                writeContext((int) ((offset - CONTEXT) / CONTEXT_STRIDE), (int) (offset % CONTEXT_STRIDE), value);
            } else if (offset >= ENABLE) {
                int context = (int) ((offset - ENABLE) / ENABLE_STRIDE);
                int word = (int) (offset % ENABLE_STRIDE) / Integer.BYTES;
                if (context < raised.length && word < WORDS) {
                    // Source 0 does not exist: its bit stays 0.
                    enable[context][word] = (int) value & (word == 0 ? ~1 : ~0);
                }
            } else if (offset < PENDING) {
                int source = (int) offset / Integer.BYTES;
                if (source >= 1 && source < SOURCES) {
                    priority[source] = (int) value & MAX_PRIORITY;
                }
            }
            update();
        } finally {
            lock.unlock();
        }
    }

    private void writeContext(int context, int register, long value) {
        if (context < raised.length) {
            if (register == 0) {
                threshold[context] = (int) value & MAX_PRIORITY;
            } else if (register == CLAIM) {
                complete(context, value & 0xFFFF_FFFFL);
            }
        }
    }
}
