package dev.kenari.modules.build;

import dev.kenari.kernel.module.KernelModule;
import dev.kenari.kernel.module.ModuleFile;
import dev.kenari.kernel.module.Parameter;
import dev.kenari.kernel.module.VersionMagic;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes one module as a {@code .ko} file, without signature; {@link ModuleFile} describes its sections. */
public final class ModuleWriter {
    private static final int NAME_BYTES = ModuleFile.VERSION_SIZE - Long.BYTES;
    private static final String PLATFORM = "java.";

    private final Class<?> entry;
    private final KernelModule description;
    private final Map<String, byte[]> classes = new TreeMap<>();
    private final Set<String> needs = new TreeSet<>();
    private final Map<String, Integer> exports = new TreeMap<>();

    /** @param entry the class with the annotation {@link KernelModule} */
    public ModuleWriter(Class<?> entry) throws IOException {
        this.entry = entry;
        this.description = entry.getAnnotation(KernelModule.class);
        collect();
        for (byte[] classFile : classes.values()) {
            needs.addAll(ClassFiles.references(classFile));
        }
        needs.removeIf(name -> name.startsWith(PLATFORM) || classes.containsKey(name));
        for (Class<?> type : description.exports()) {
            exports.put(type.getName(), ClassFiles.version(ClassFiles.of(type.getName())));
        }
    }

    /** The entry class and what it leads to within its packages. */
    private void collect() throws IOException {
        Map<String, byte[]> there = new TreeMap<>(ClassFiles.inPackage(entry.getPackageName()));
        for (String name : description.packages()) {
            there.putAll(ClassFiles.inPackage(name));
        }
        Deque<String> reached = new ArrayDeque<>(Set.of(entry.getName()));
        for (Class<?> type : description.exports()) {
            reached.add(type.getName());
        }
        while (!reached.isEmpty()) {
            String name = reached.remove();
            byte[] classFile = there.get(name);
            if (classFile != null && classes.putIfAbsent(name, classFile) == null) {
                reached.addAll(ClassFiles.references(classFile));
            }
        }
    }

    public KernelModule description() {
        return description;
    }

    /** Symbols that it needs, in order. */
    public Set<String> needs() {
        return needs;
    }

    /** Symbols that it exports, with their CRCs. */
    public Map<String, Integer> exports() {
        return exports;
    }

    /**
     * @param versions the CRCs of all needed symbols
     * @param depends names of the modules that export some of them
     */
    public byte[] write(Map<String, Integer> versions, List<String> depends) {
        ElfWriter elf = new ElfWriter();
        elf.section(ModuleFile.INFORMATION, information(depends));
        elf.section(ModuleFile.VERSIONS, versions(versions));
        if (!exports.isEmpty()) {
            addExports(elf);
        }
        elf.section(ModuleFile.CLASSES, jar());
        needs.forEach(elf::needed);
        return elf.write();
    }

    private byte[] information(List<String> depends) {
        List<String> entries = new ArrayList<>();
        entries.add("license=" + description.license());
        entries.add("author=" + description.author());
        entries.add("description=" + description.description());
        for (Parameter parameter : entry.getAnnotationsByType(Parameter.class)) {
            entries.add("parmtype=" + parameter.name() + ":" + parameter.type().field());
            entries.add("parm=" + parameter.name() + ":" + parameter.description());
        }
        for (String alias : description.aliases()) {
            entries.add("alias=" + alias);
        }
        entries.add("depends=" + String.join(",", depends));
        entries.add("intree=Y");
        entries.add("name=" + description.name());
        entries.add(ModuleFile.ENTRY + "=" + entry.getName());
        entries.add("vermagic=" + VersionMagic.TEXT);
        return (String.join("\0", entries) + "\0").getBytes(StandardCharsets.UTF_8);
    }

    private byte[] versions(Map<String, Integer> versions) {
        ByteBuffer table =
                ByteBuffer.allocate(needs.size() * ModuleFile.VERSION_SIZE).order(ByteOrder.LITTLE_ENDIAN);
        for (String name : needs) {
            if (name.length() >= NAME_BYTES) {
                throw new IllegalArgumentException("a symbol's name is longer than the format has room for: " + name);
            }
            int next = table.position() + ModuleFile.VERSION_SIZE;
            table.putLong(versions.get(name) & 0xFFFF_FFFFL).put(name.getBytes(StandardCharsets.US_ASCII));
            table.position(next);
        }
        return table.array();
    }

    private void addExports(ElfWriter elf) {
        ByteBuffer crcs = ByteBuffer.allocate(exports.size() * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        exports.values().forEach(crcs::putInt);
        String names = String.join("\0", exports.keySet()) + "\0";
        elf.section(ModuleFile.EXPORT_NAMES, names.getBytes(StandardCharsets.US_ASCII));
        int section = elf.section(ModuleFile.EXPORT_VERSIONS, crcs.array());
        int at = 0;
        for (String name : exports.keySet()) {
            elf.defined(ModuleFile.CRC_PREFIX + name, section, at);
            at += Integer.BYTES;
        }
    }

    /** Stored, not compressed, and without times: the same classes give the same bytes. */
    private byte[] jar() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            out.setMethod(ZipOutputStream.STORED);
            for (Map.Entry<String, byte[]> file : classes.entrySet()) {
                ZipEntry zipEntry = new ZipEntry(file.getKey().replace('.', '/') + ".class");
                CRC32 crc = new CRC32();
                crc.update(file.getValue());
                zipEntry.setCrc(crc.getValue());
                zipEntry.setSize(file.getValue().length);
                zipEntry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
                out.putNextEntry(zipEntry);
                out.write(file.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
