package dev.kenari.modules.build;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The files of {@code /lib/modules/RELEASE} by which kmod finds modules, as depmod(8) makes them (modules.dep(5), modprobe.d(5)), and
 * those that it expects of a kernel's build: {@code modules.order} and {@code modules.builtin}.
 */
final class ModuleIndexes {
    /** A module: @param depends what it needs, each before those that need it, the nearest last */
    record Entry(String name, String path, List<String> aliases, List<String> exports, List<Entry> depends) {}

    /** A part of the kernel that others have as a module. */
    record BuiltIn(String path, String description) {
        String name() {
            String file = path.substring(path.lastIndexOf('/') + 1);
            return file.substring(0, file.indexOf('.')).replace('-', '_');
        }
    }

    private final Map<String, byte[]> files = new TreeMap<>();

    private ModuleIndexes() {}

    /** File names and contents. @param modules in the order of {@code modules.order} */
    static Map<String, byte[]> of(List<Entry> modules, List<BuiltIn> builtIn) {
        ModuleIndexes indexes = new ModuleIndexes();
        indexes.dependencies(modules);
        indexes.aliases(modules);
        indexes.symbols(modules);
        indexes.text("modules.softdep", "# Soft dependencies extracted from modules themselves.\n");
        indexes.text("modules.weakdep", "# Weak dependencies extracted from modules themselves.\n");
        indexes.text("modules.devname", "");
        indexes.builtIn(builtIn);
        return indexes.files;
    }

    private void text(String name, String content) {
        files.put(name, content.getBytes(StandardCharsets.US_ASCII));
    }

    private void dependencies(List<Entry> modules) {
        StringBuilder order = new StringBuilder();
        StringBuilder lines = new StringBuilder();
        ModuleIndex index = new ModuleIndex();
        for (int i = 0; i < modules.size(); i++) {
            Entry module = modules.get(i);
            StringBuilder line = new StringBuilder(module.path()).append(':');
            for (Entry needed : module.depends().reversed()) {
                line.append(' ').append(needed.path());
            }
            order.append(module.path()).append('\n');
            lines.append(line).append('\n');
            index.add(module.name(), line.toString(), i);
        }
        text("modules.order", order.toString());
        text("modules.dep", lines.toString());
        files.put("modules.dep.bin", index.write());
    }

    private void aliases(List<Entry> modules) {
        StringBuilder lines = new StringBuilder("# Aliases extracted from modules themselves.\n");
        ModuleIndex index = new ModuleIndex();
        for (int i = 0; i < modules.size(); i++) {
            for (String alias : modules.get(i).aliases()) {
                lines.append("alias ").append(alias).append(' ').append(modules.get(i).name()).append('\n');
                index.add(alias.replace('-', '_'), modules.get(i).name(), i);
            }
        }
        text("modules.alias", lines.toString());
        files.put("modules.alias.bin", index.write());
    }

    private void symbols(List<Entry> modules) {
        StringBuilder lines = new StringBuilder("# Aliases for symbols, used by symbol_request().\n");
        ModuleIndex index = new ModuleIndex();
        for (int i = 0; i < modules.size(); i++) {
            for (String symbol : modules.get(i).exports()) {
                lines.append("alias symbol:").append(symbol).append(' ').append(modules.get(i).name()).append('\n');
                index.add("symbol:" + symbol, modules.get(i).name(), i);
            }
        }
        text("modules.symbols", lines.toString());
        files.put("modules.symbols.bin", index.write());
    }

    private void builtIn(List<BuiltIn> parts) {
        StringBuilder paths = new StringBuilder();
        List<String> information = new ArrayList<>();
        ModuleIndex index = new ModuleIndex();
        for (BuiltIn part : parts) {
            paths.append(part.path()).append('\n');
            information.add(part.name() + ".description=" + part.description());
            information.add(part.name() + ".license=Apache-2.0");
            information.add(part.name() + ".file=" + part.path().replaceFirst("^kernel/", "").replaceFirst("\\.ko$", ""));
            index.add(part.name(), "", 0);
        }
        text("modules.builtin", paths.toString());
        text("modules.builtin.modinfo", String.join("\0", information) + "\0");
        files.put("modules.builtin.bin", index.write());
        files.put("modules.builtin.alias.bin", new ModuleIndex().write());
    }
}
