package dev.kenari.kernel.fault;

import static java.lang.constant.ConstantDescs.CD_Class;
import static java.lang.constant.ConstantDescs.CD_void;

import dev.kenari.kernel.mutation.Mutant;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;

/**
 * Copies of a component's own classes for the kernel, one of them with a fault in it. All else is shared. Every jump is polled, so that a
 * loop that the fault made endless ends with the machine, and not with the Java virtual machine.
 */
public final class MutantCode extends ClassLoader {
    private static final ClassDesc POLL = ClassDesc.of(MutantCode.class.getName());
    private static final int POLLS = 1024;

    private final Map<String, byte[]> classes = new TreeMap<>();
    private final Runnable spin;
    private int polls;

    /** @param spin called now and then by what jumps; may throw */
    MutantCode(Class<?> root, Mutant mutant, Runnable spin) {
        super("mutant", root.getClassLoader());
        this.spin = spin;
        classes.putAll(classes(root));
        classes.put(mutant.site().className(), mutant.classFile());
        classes.replaceAll((name, bytes) -> polled(name, bytes, root.getClassLoader()));
    }

    /** The class files of a component: those of {@code root}'s package that it leads to. */
    static Map<String, byte[]> classes(Class<?> root) {
        Map<String, byte[]> classes = new TreeMap<>();
        Deque<String> found = new ArrayDeque<>();
        found.add(root.getName());
        String own = root.getPackageName() + ".";
        while (!found.isEmpty()) {
            String name = found.remove();
            if (name.startsWith(own) && !classes.containsKey(name)) {
                byte[] bytes = read(root.getModule(), name);
                classes.put(name, bytes);
                for (PoolEntry entry : ClassFile.of().parse(bytes).constantPool()) {
                    if (entry instanceof ClassEntry type && type.asInternalName().charAt(0) != '[') {
                        found.add(type.asInternalName().replace('/', '.'));
                    }
                }
            }
        }
        return classes;
    }

    private byte[] polled(String name, byte[] bytes, ClassLoader types) {
        ClassFile file = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(types).cached()));
        ClassDesc self = ClassDesc.of(name);
        return file.transformClass(file.parse(bytes), ClassTransform.transformingMethodBodies((code, element) -> {
            if (element instanceof BranchInstruction) {
                code.loadConstant(self).invokestatic(POLL, "poll", MethodTypeDesc.of(CD_void, CD_Class));
            }
            code.with(element);
        }));
    }

    /** Before each jump. @param caller the class that jumps */
    public static void poll(Class<?> caller) {
        MutantCode code = (MutantCode) caller.getClassLoader();
        if (++code.polls % POLLS == 0) {
            code.spin.run();
        }
    }

    private static byte[] read(Module module, String name) {
        try (InputStream in = module.getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new IllegalArgumentException("no class file of " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalArgumentException("no class file of " + name, e);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        byte[] bytes = classes.get(name);
        if (bytes == null) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> known = findLoadedClass(name);
            return known != null ? known : defineClass(name, bytes, 0, bytes.length);
        }
    }
}
