package dev.kenari.kernel.module;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.Kernel;
import dev.kenari.kernel.trace.KernelLog;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The modules that there are, and how they come and go. Under the kernel lock; loading and unloading may sleep. */
public final class Modules {
    /** Flags of finit_module(2). */
    public static final int IGNORE_MODVERSIONS = 1;

    public static final int IGNORE_VERMAGIC = 2;

    private static final int IGNORE_ALL = IGNORE_MODVERSIONS | IGNORE_VERMAGIC;
    private static final long FIRST_ADDRESS = 0xFFFF_FFFF_0200_0000L;
    private static final long PAGE = 4096;
    private static final String[] FREE_LICENSES = {
        "Apache-2.0", "GPL", "GPL v2", "GPL and additional rights", "Dual BSD/GPL", "Dual MIT/GPL", "Dual MPL/GPL"
    };

    /** Reads the arguments of init_module(2); EFAULT. */
    @FunctionalInterface
    public interface Arguments {
        String read() throws Errno;
    }

    private final Kernel kernel;
    private final Map<String, LoadedModule> loaded = new LinkedHashMap<>();
    private KernelSymbols symbols;
    private ModulePolicy policy;
    private ModuleRequest request = (path, alias) -> {};
    private String program = "/sbin/modprobe";
    private boolean disabled;
    private long nextAddress = FIRST_ADDRESS;

    public Modules(Kernel kernel) {
        this.kernel = kernel;
    }

    /** Boot: from now on the kernel takes modules. */
    public void enable(KernelSymbols exports, ModulePolicy whose) {
        symbols = exports;
        policy = whose;
    }

    /** Whether the kernel takes modules at all. */
    public boolean enabled() {
        return policy != null;
    }

    /** The program that {@link #request} calls: {@code kernel.modprobe}. Empty if none is to be called. */
    public String program() {
        return program;
    }

    public void setProgram(String path) {
        program = path;
    }

    /** From now on no module comes or goes: {@code kernel.modules_disabled}, which can't be taken back. */
    public void disable() {
        disabled = true;
    }

    public boolean isDisabled() {
        return disabled;
    }

    /** Boot: how the kernel asks for a module that it misses. */
    public void setRequest(ModuleRequest value) {
        request = value;
    }

    /**
     * request_module: has user space load what has {@code alias}, and waits for it. Whether that helped the caller sees when it tries
     * again.
     */
    public void request(String alias) {
        if (enabled() && !disabled && !program.isEmpty()) {
            request.load(program, alias);
        }
    }

    public boolean isLoaded(String name) {
        return loaded.containsKey(name);
    }

    /** The last one loaded comes first. */
    public List<ModuleState> list() {
        return loaded.values().stream().map(LoadedModule::state).toList().reversed();
    }

    /**
     * init_module(2) and finit_module(2), for somebody who may.
     *
     * @param flags {@link #IGNORE_MODVERSIONS}, {@link #IGNORE_VERMAGIC}
     */
    public void load(byte[] image, Arguments arguments, int flags) throws Errno {
        Set<ModuleTaint> taint = EnumSet.noneOf(ModuleTaint.class);
        byte[] content = checkSignature(image, (flags & IGNORE_ALL) != 0, taint);
        KernelLog log = kernel.log();
        ModuleFile file = ModuleFile.read(content, log);
        checkVersionMagic(file, flags, taint);
        checkLicense(file, taint);
        checkAbsent(file.name());
        LoadedModule module = new LoadedModule(file, nextAddress, pages(content.length), taint);
        nextAddress += module.state().size() + PAGE;
        loaded.put(file.name(), module);
        try {
            Linkage linkage = Linkage.resolve(file, this::find, (flags & IGNORE_MODVERSIONS) != 0, log);
            start(module, file, linkage, arguments);
        } catch (Errno e) {
            module.unlink();
            loaded.remove(file.name());
            throw e;
        }
        module.setPhase(ModuleState.Phase.LIVE);
        taint.forEach(reason -> kernel.failures().taint().add(reason.bit()));
    }

    private static long pages(long bytes) {
        return (bytes + PAGE - 1) / PAGE * PAGE;
    }

    private Symbol find(String name) {
        Symbol symbol = symbols.find(name);
        for (LoadedModule module : loaded.values()) {
            symbol = symbol == null ? module.export(name) : symbol;
        }
        return symbol;
    }

    private void start(LoadedModule module, ModuleFile file, Linkage linkage, Arguments arguments) throws Errno {
        ModuleClassLoader loader = new ModuleClassLoader(file.name(), file.classes(), linkage.types());
        LoadableModule entry;
        Parameter[] parameters;
        try {
            Class<?> type = loader.loadClass(String.valueOf(file.first(ModuleFile.ENTRY)));
            parameters = type.getAnnotationsByType(Parameter.class);
            entry = (LoadableModule) type.getConstructor().newInstance();
            module.link(entry, linkage);
        } catch (ReflectiveOperationException | LinkageError | ClassCastException e) {
            kernel.log().log(KernelLog.ERROR, file.name() + ": no entry class: " + e);
            throw Errno.ENOEXEC;
        }
        Map<String, String> values = ModuleArguments.parse(file.name(), parameters, arguments.read(), kernel.log());
        module.setParameters(values);
        entry.load(new ModuleContext(kernel, module, linkage, values));
    }

    /** Returns the module without its signature. */
    private byte[] checkSignature(byte[] image, boolean mangled, Set<ModuleTaint> taint) throws Errno {
        ModuleSignature signature = null;
        String reason = "unsigned module";
        try {
            signature = ModuleSignature.of(image);
            if (signature != null && !mangled) {
                signature.verify(policy.trusted().get());
                return signature.module();
            }
        } catch (Errno e) {
            if (e == Errno.ENOPKG) {
                reason = "module with unsupported crypto";
            } else if (e == Errno.ENOKEY) {
                reason = "module with unavailable key";
            } else {
                throw e;
            }
        }
        if (policy.enforced()) {
            kernel.log().log(KernelLog.NOTICE, "Loading of " + reason + " is rejected");
            throw Errno.EKEYREJECTED;
        }
        taint.add(ModuleTaint.UNSIGNED);
        return signature == null ? image : signature.module();
    }

    private void checkVersionMagic(ModuleFile file, int flags, Set<ModuleTaint> taint) throws Errno {
        String magic = file.first("vermagic");
        if ((flags & IGNORE_VERMAGIC) != 0) {
            kernel.log().warn(file.name() + ": bad vermagic: kernel tainted.");
            taint.add(ModuleTaint.FORCED);
        } else if (magic == null || !VersionMagic.same(magic, file.versioned())) {
            kernel.log().log(
                    KernelLog.ERROR,
                    file.name() + ": version magic '" + magic + "' should be '" + VersionMagic.TEXT + "'");
            throw Errno.ENOEXEC;
        }
        if (file.first("intree") == null) {
            kernel.log().warn(file.name() + ": loading out-of-tree module taints kernel.");
            taint.add(ModuleTaint.OUT_OF_TREE);
        }
    }

    private void checkLicense(ModuleFile file, Set<ModuleTaint> taint) {
        String license = file.first("license") == null ? "unspecified" : file.first("license");
        if (!List.of(FREE_LICENSES).contains(license)) {
            kernel.log().warn(file.name() + ": module license '" + license + "' taints kernel.");
            taint.add(ModuleTaint.PROPRIETARY);
        }
    }

    /** EEXIST; EBUSY while it goes. */
    private void checkAbsent(String name) throws Errno {
        LoadedModule same = loaded.get(name);
        if (same != null) {
            throw same.phase() == ModuleState.Phase.GOING ? Errno.EBUSY : Errno.EEXIST;
        }
    }

    /** delete_module(2), for somebody who may: ENOENT; EAGAIN while it is used; EBUSY if it is not live. */
    public void unload(String name) throws Errno {
        LoadedModule module = loaded.get(name);
        if (module == null) {
            throw Errno.ENOENT;
        }
        if (module.held()) {
            throw Errno.EAGAIN;
        }
        if (!module.live()) {
            throw Errno.EBUSY;
        }
        if (module.references() > 0) {
            throw Errno.EAGAIN;
        }
        module.setPhase(ModuleState.Phase.GOING);
        module.code().unload();
        module.unlink();
        loaded.remove(name);
    }
}
