package dev.kenari.kernel.domain;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.constant.ClassDesc;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One version of the code of a component of this system: the class files of its root's package and of the packages below it. All else is
 * shared. Immutable; any thread.
 */
public final class ComponentCode {
    private static final ClassValue<ComponentCode> AS_BUILT = new ClassValue<>() {
        @Override
        protected ComponentCode computeValue(Class<?> root) {
            return new ComponentCode(root, Map.of());
        }
    };

    private final Class<?> root;
    private final String own;
    private final Map<String, byte[]> instead;
    private final RewrittenClasses rewritten = new RewrittenClasses();

    private ComponentCode(Class<?> root, Map<String, byte[]> instead) {
        this.root = root;
        this.own = root.getPackageName() + ".";
        this.instead = Map.copyOf(instead);
    }

    /** As it was built with the rest of the system. @param root the component's factory */
    public static ComponentCode asBuilt(Class<?> root) {
        return AS_BUILT.get(root);
    }

    /** Another version, in which {@code classes}, by binary name, are in the place of those as built. */
    public ComponentCode with(Map<String, byte[]> classes) {
        return new ComponentCode(root, classes);
    }

    public Class<?> root() {
        return root;
    }

    /** Whether a class of this name is the component's. */
    public boolean owns(String name) {
        return name.startsWith(own);
    }

    /** What the JVM gets of it. */
    RewrittenClasses rewritten() {
        return rewritten;
    }

    /** Null for a class that is not the component's. */
    byte[] bytes(String name) {
        if (!owns(name)) {
            return null;
        }
        byte[] other = instead.get(name);
        if (other != null) {
            return other;
        }
        try (InputStream in = root.getResourceAsStream("/" + name.replace('.', '/') + ".class")) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Loads whatever the root leads to, as a domain would, and runs none of it: nothing is left to be refused, or to be done, when
     * an instance starts.
     *
     * @throws PrivilegedInstruction if it touches what a domain may not, or is malformed
     */
    public void verify() {
        instead.forEach(this::checkTypes);
        DomainLoader loader = DomainLoader.of(own, new DomainBudget(DomainQuota.DEFAULT, () -> false, why -> {}), this);
        Set<String> seen = new HashSet<>(Set.of(root.getName()));
        Deque<String> open = new ArrayDeque<>(seen);
        while (!open.isEmpty()) {
            String name = open.remove();
            byte[] bytes = bytes(name);
            if (bytes == null) {
                continue;
            }
            try {
                loader.loadClass(name);
            } catch (ClassNotFoundException | LinkageError e) {
                throw new PrivilegedInstruction(name, "", "what is not there: " + e.getMessage());
            }
            for (PoolEntry entry : ClassFile.of().parse(bytes).constantPool()) {
                if (entry instanceof ClassEntry type && !type.asInternalName().startsWith("[")) {
                    String reached = type.asInternalName().replace('/', '.');
                    if (owns(reached) && seen.add(reached)) {
                        open.add(reached);
                    }
                }
            }
        }
    }

    /** What the JVM's own verifier would find when the class is used, which may be too late. */
    private void checkTypes(String name, byte[] bytes) {
        ClassHierarchyResolver own = ClassHierarchyResolver.ofResourceParsing((ClassDesc type) -> {
            byte[] found = bytes(type.packageName() + "." + type.displayName());
            return found == null ? null : new ByteArrayInputStream(found);
        });
        ClassHierarchyResolver all = own.orElse(ClassHierarchyResolver.ofResourceParsing(root.getClassLoader()));
        try {
            List<VerifyError> errors =
                    ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(all)).verify(bytes);
            if (!errors.isEmpty()) {
                throw malformed(name, errors.getFirst());
            }
        } catch (IllegalArgumentException e) {
            throw malformed(name, e);
        }
    }

    private static PrivilegedInstruction malformed(String name, Throwable why) {
        return new PrivilegedInstruction(
                name, "", "nothing: it is malformed: " + String.valueOf(why.getMessage()).lines().findFirst().orElse(""));
    }
}
