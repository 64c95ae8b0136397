package dev.kenari.kernel.component;

/** One device as its driver reaches it: a window of registers and an interrupt line. Nothing outside the window can be addressed. */
public interface Device {
    /** Reads {@code width} bytes of the window. */
    long read(int offset, int width);

    void write(int offset, int width, long value);

    /**
     * {@code handler} runs on every interrupt; it makes the device drop the line and does not sleep. In the kernel it runs in the
     * interrupt; in a domain in a task of the domain, with the line masked meanwhile.
     */
    void onInterrupt(Runnable handler);
}
