package dev.kenari.kernel.module;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.trace.KernelLog;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * The content of a {@code .ko} file. Its sections:
 *
 * <ul>
 *   <li>{@code .modinfo}: strings {@code key=value};
 *   <li>{@code __versions}: for each needed symbol its CRC (8 bytes) and name (56 bytes);
 *   <li>{@code __ksymtab_strings} and {@code __kcrctab}: exported symbols and their CRCs, found by symbols {@code __crc_NAME};
 *   <li>{@code .kenari.classes}: a jar of the module's classes;
 *   <li>{@code .symtab}: needed symbols are undefined in it.
 * </ul>
 *
 * <p>A symbol's name is the binary name of a class. Its CRC is that of what others can see of it.
 */
public final class ModuleFile {
    public static final String INFORMATION = ".modinfo";
    public static final String VERSIONS = "__versions";
    public static final String EXPORT_NAMES = "__ksymtab_strings";
    public static final String EXPORT_VERSIONS = "__kcrctab";
    public static final String CLASSES = ".kenari.classes";

    /** Prefix of the symbol at which an exported symbol's CRC is. */
    public static final String CRC_PREFIX = "__crc_";

    /** Key of the entry class's binary name. */
    public static final String ENTRY = "entry";

    /** Size of an entry of {@link #VERSIONS}, of which the first eight bytes are the CRC. */
    public static final int VERSION_SIZE = 64;

    /** Longest name of a module, with its NUL. */
    public static final int NAME_SIZE = 56;

    private static final int LARGEST_CLASS = 1 << 24;
    private static final String CLASS_SUFFIX = ".class";

    private final Map<String, List<String>> information = new HashMap<>();
    private final Map<String, Integer> exports = new LinkedHashMap<>();
    private final Map<String, Integer> needs = new LinkedHashMap<>();
    private final Map<String, Integer> versions = new HashMap<>();
    private final Map<String, byte[]> classes = new HashMap<>();

    private ModuleFile() {}

    /** ENOEXEC, with a reason in the log. */
    static ModuleFile read(byte[] image, KernelLog log) throws Errno {
        ElfObject object = ElfObject.read(image, log);
        ModuleFile file = new ModuleFile();
        file.readInformation(object, log);
        file.readSymbols(object, log);
        file.readClasses(object, log);
        return file;
    }

    private void readInformation(ElfObject object, KernelLog log) throws Errno {
        byte[] section = object.section(INFORMATION);
        if (section == null) {
            throw malformed(log, "No .modinfo section");
        }
        for (String entry : new String(section, StandardCharsets.ISO_8859_1).split("\0")) {
            int equals = entry.indexOf('=');
            if (equals > 0) {
                information.computeIfAbsent(entry.substring(0, equals), k -> new ArrayList<>())
                        .add(entry.substring(equals + 1));
            }
        }
        String name = first("name");
        if (name == null || name.isEmpty() || name.length() >= NAME_SIZE || !name.matches("[a-z0-9_]+")) {
            throw malformed(log, "module has no valid name");
        }
    }

    private void readSymbols(ElfObject object, KernelLog log) throws Errno {
        byte[] table = object.section(VERSIONS);
        ByteBuffer entries = ByteBuffer.wrap(table == null ? new byte[0] : table).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at + VERSION_SIZE <= entries.capacity(); at += VERSION_SIZE) {
            String name = new String(table, at + Long.BYTES, VERSION_SIZE - Long.BYTES, StandardCharsets.ISO_8859_1);
            versions.put(name.replaceAll("\0.*", ""), (int) entries.getLong(at));
        }
        for (ElfObject.Symbol symbol : object.symbols()) {
            if (symbol.section() == 0) {
                needs.put(symbol.name(), versions.get(symbol.name()));
            } else if (symbol.name().startsWith(CRC_PREFIX)) {
                Integer version = object.word(symbol);
                if (version == null) {
                    throw malformed(log, name() + ": symbol " + symbol.name() + " is outside its section");
                }
                exports.put(symbol.name().substring(CRC_PREFIX.length()), version);
            }
        }
    }

    private void readClasses(ElfObject object, KernelLog log) throws Errno {
        byte[] jar = object.section(CLASSES);
        if (jar == null) {
            throw malformed(log, name() + ": No " + CLASSES + " section");
        }
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(jar))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                byte[] content = in.readNBytes(LARGEST_CLASS);
                if (entry.getName().endsWith(CLASS_SUFFIX)) {
                    String path = entry.getName().substring(0, entry.getName().length() - CLASS_SUFFIX.length());
                    classes.put(path.replace('/', '.'), content);
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            throw malformed(log, name() + ": Invalid " + CLASSES + " section");
        }
    }

    private static Errno malformed(KernelLog log, String reason) {
        log.log(KernelLog.ERROR, reason);
        return Errno.ENOEXEC;
    }

    /** The module's name, with underscores. */
    public String name() {
        return first("name");
    }

    /** The first value of a key of {@link #INFORMATION}; null if there is none. */
    public String first(String key) {
        return information.containsKey(key) ? information.get(key).getFirst() : null;
    }

    /** Exported symbols and their CRCs. */
    Map<String, Integer> exports() {
        return exports;
    }

    /** Needed symbols and the CRCs that they must have; null where the file does not say. */
    Map<String, Integer> needs() {
        return needs;
    }

    boolean versioned() {
        return !versions.isEmpty();
    }

    /** Class files by binary name. */
    Map<String, byte[]> classes() {
        return classes;
    }
}
