package dev.kenari.kernel.irq;

import dev.kenari.kernel.KernelPanic;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Who handles which interrupt source. Handlers run on the interrupted hart, under the kernel lock, and must not sleep. */
public final class Interrupts {
    private final Map<Integer, Runnable> handlers = new HashMap<>();
    private final Map<Integer, long[]> counts = new TreeMap<>();
    private InterruptController controller;

    /** Boot: the controller that {@link #external} asks. */
    public void setController(InterruptController controller) {
        this.controller = controller;
    }

    /** Calls {@code handler} on each interrupt of {@code source}, which is a level: the handler must make the device drop it. */
    public void register(int source, Runnable handler) {
        if (handlers.putIfAbsent(source, handler) != null) {
            throw new KernelPanic("interrupt " + source + " has two handlers");
        }
        controller.enable(source);
    }

    public void unregister(int source) {
        controller.disable(source);
        handlers.remove(source);
    }

    /** Keeps {@code source} from interrupting until {@link #unmask}. */
    public void mask(int source) {
        controller.disable(source);
    }

    public void unmask(int source) {
        if (handlers.containsKey(source)) {
            controller.enable(source);
        }
    }

    /** Whether {@code source}, which nobody is handling, is raised. */
    public boolean pending(int source) {
        return controller.pending(source);
    }

    /** An external interrupt on {@code hart}: claims, handles and completes until nothing is pending. */
    public void external(int hart) {
        for (int source = controller.claim(hart); source != 0; source = controller.claim(hart)) {
            counts.computeIfAbsent(source, s -> new long[1])[0]++;
            Runnable handler = handlers.get(source);
            if (handler == null) {
                controller.disable(source);
            } else {
                handler.run();
            }
            controller.complete(hart, source);
        }
    }

    /** Interrupts handled so far, by source. */
    public Map<Integer, Long> counts() {
        Map<Integer, Long> result = new TreeMap<>();
        counts.forEach((source, count) -> result.put(source, count[0]));
        return result;
    }
}
