package dev.kenari.kernel.profile;

import dev.kenari.kernel.mm.MemoryObject;
import dev.kenari.machine.bus.PhysicalMemory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Gives places in programs their functions' names. */
final class FrameNames {
    private final PhysicalMemory memory;
    /** By memory object's id. */
    private final Map<Integer, SymbolTable> tables = new HashMap<>();

    FrameNames(PhysicalMemory memory) {
        this.memory = memory;
    }

    /** A sample's functions. What ra and the frame pointer both found is there once. Drops the sample's references. */
    List<String> outermostFirst(Sample sample) {
        List<String> names = new ArrayList<>();
        for (Sample.Frame frame : sample.frames) {
            String name = name(frame);
            if (names.size() > 2 || names.isEmpty() || !name.equals(names.getLast())) {
                names.add(name);
            }
            if (frame.object() != null) {
                frame.object().release();
            }
        }
        return names.reversed();
    }

    private String name(Sample.Frame frame) {
        MemoryObject object = frame.object();
        if (object == null) {
            return clean(frame.mapping());
        }
        SymbolTable table = tables.get(object.id());
        if (table == null) {
            table = SymbolTable.of(object, memory);
            tables.put(object.id(), table);
        }
        String symbol = table.find(frame.offset());
        return clean(symbol != null ? symbol : "[" + frame.mapping() + "]");
    }

    /** Guest bytes, without what has a meaning in the output. */
    static String clean(String text) {
        return text.replace(';', ':').replaceAll("\\p{Cntrl}", "?");
    }
}
