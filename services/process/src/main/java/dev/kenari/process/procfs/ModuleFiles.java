package dev.kenari.process.procfs;

import dev.kenari.abi.Capability;
import dev.kenari.abi.Errno;
import dev.kenari.kernel.module.ModuleState;
import dev.kenari.kernel.module.ModuleTaint;
import dev.kenari.kernel.module.Modules;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Loadable modules in /proc and /sys: what lsmod(8), rmmod(8) and modprobe(8) read (Linux, Documentation/ABI/testing/sysfs-module). */
final class ModuleFiles {
    private static final String DIRECTORY = "module/";

    private final Inspection inspection;
    private final Modules modules;
    /** What is shown now: the holders by module. */
    private final Map<String, List<String>> shown = new HashMap<>();

    ModuleFiles(Inspection inspection) {
        this.inspection = inspection;
        this.modules = inspection.kernel().modules();
    }

    /** /proc/modules. Addresses are for those with CAP_SYSLOG. */
    String list() throws Errno {
        boolean trusted = inspection.caller() != null && inspection.caller().credentials().can(Capability.SYSLOG);
        StringBuilder text = new StringBuilder();
        for (ModuleState module : modules.list()) {
            String holders = String.join(",", module.holders()) + (module.holders().isEmpty() ? "-" : ",");
            text.append("%s %d %d %s %s 0x%016x".formatted(
                    module.name(),
                    module.size(),
                    module.references(),
                    holders,
                    module.phase().word(),
                    trusted ? module.address() : 0));
            text.append(module.taints().isEmpty() ? "" : " (" + letters(module) + ")").append('\n');
        }
        return text.toString();
    }

    private static String letters(ModuleState module) {
        StringBuilder letters = new StringBuilder();
        for (ModuleTaint taint : module.taints()) {
            letters.append(taint.letter());
        }
        return letters.toString();
    }

    /** Makes /sys/module show the modules that there are now. */
    void refresh(PseudoTree tree) {
        Map<String, List<String>> now = new HashMap<>();
        for (ModuleState module : modules.list()) {
            now.put(module.name(), module.holders());
        }
        for (Iterator<Map.Entry<String, List<String>>> old = shown.entrySet().iterator(); old.hasNext(); ) {
            Map.Entry<String, List<String>> entry = old.next();
            if (!entry.getValue().equals(now.get(entry.getKey()))) {
                tree.remove(DIRECTORY + entry.getKey());
                old.remove();
            }
        }
        for (ModuleState module : modules.list()) {
            if (shown.putIfAbsent(module.name(), module.holders()) == null) {
                add(tree, module);
            }
        }
    }

    private void add(PseudoTree tree, ModuleState module) {
        String path = DIRECTORY + module.name() + "/";
        show(tree, path + "initstate", module, m -> m.phase().attribute());
        show(tree, path + "refcnt", module, ModuleState::references);
        tree.constant(path + "coresize", module.size());
        tree.constant(path + "initsize", 0);
        tree.constant(path + "taint", letters(module));
        tree.file(path + "uevent", 0200, () -> "", text -> {});
        tree.directory(path + "holders");
        for (String holder : module.holders()) {
            tree.link(path + "holders/" + holder, () -> "../../" + holder);
        }
        module.parameters().forEach((name, value) -> tree.constant(path + "parameters/" + name, value));
    }

    private void show(PseudoTree tree, String path, ModuleState module, Function<ModuleState, Object> value) {
        tree.file(path, () -> value.apply(find(module.name())) + "\n");
    }

    private ModuleState find(String name) throws Errno {
        for (ModuleState module : modules.list()) {
            if (module.name().equals(name)) {
                return module;
            }
        }
        throw Errno.ENODEV;
    }
}
