package dev.kenari.drivers;

import dev.kenari.kernel.component.MachineDevice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The virtio devices that are left to loadable drivers, by the kind of device (the specification, section 5). Wiring, not a protocol. */
public final class VirtioDevices {
    private final Map<Integer, List<MachineDevice>> byKind = new LinkedHashMap<>();

    /** vda to vdz, vdaa and so on. */
    public static String diskName(int number) {
        StringBuilder letters = new StringBuilder();
        for (int n = number; n >= 0; n = n / 26 - 1) {
            letters.insert(0, (char) ('a' + n % 26));
        }
        return "vd" + letters;
    }

    void add(int kind, MachineDevice device) {
        byKind.computeIfAbsent(kind, k -> new ArrayList<>()).add(device);
    }

    /** In the order of their places on the board. */
    public List<MachineDevice> ofKind(int kind) {
        return List.copyOf(byKind.getOrDefault(kind, List.of()));
    }
}
