package dev.kenari.machine.device.virtio;

import dev.kenari.machine.Entropy;
import dev.kenari.machine.bus.PhysicalMemory;

/** The entropy device (the specification, section 5.4): fills every buffer it is given, up to a limit. */
public final class VirtioRng extends VirtioDevice {
    static final int ID = 4;
    static final int MAX_REQUEST = 1 << 16;

    private final Entropy entropy;

    public VirtioRng(PhysicalMemory memory, Entropy entropy) {
        super(ID, memory, 1);
        this.entropy = entropy;
    }

    @Override
    void notified(int index) throws RingError {
        Virtqueue queue = queue(0);
        for (int n = queue.waiting(); n > 0; n--) {
            DescriptorChain chain = queue.pop();
            byte[] bytes = new byte[(int) Math.min(chain.writableBytes(), MAX_REQUEST)];
            entropy.fill(bytes);
            chain.write(bytes, 0, bytes.length);
            queue.push(chain);
        }
    }
}
