package dev.kenari.kernel.module;

import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The classes that a module's code names, which must be its own, the JDK's, or among its needed symbols. */
final class ClassReferences {
    private static final String PLATFORM = "java.";

    private ClassReferences() {}

    /**
     * Binary names of what {@code classes} name but do not have.
     *
     * @throws IllegalArgumentException if one is no class file
     */
    static Set<String> of(Map<String, byte[]> classes) {
        Set<String> names = new HashSet<>();
        for (byte[] classFile : classes.values()) {
            for (PoolEntry entry : ClassFile.of().parse(classFile).constantPool()) {
                if (entry instanceof ClassEntry type && !type.asInternalName().startsWith("[")) {
                    names.add(type.asInternalName().replace('/', '.'));
                }
            }
        }
        names.removeIf(name -> name.startsWith(PLATFORM) || classes.containsKey(name));
        return names;
    }
}
