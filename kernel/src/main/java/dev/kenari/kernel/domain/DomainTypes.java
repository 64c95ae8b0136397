package dev.kenari.kernel.domain;

import dev.kenari.kernel.domain.AllowList.Rule;
import java.io.ByteArrayInputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.MethodHandleEntry;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The types that a domain's code names, as its verifier and rewriter see them: its own, which are looked at as class files and never
 * loaded for it, and shared ones.
 */
final class DomainTypes {
    private final Function<String, byte[]> own;
    private final ClassLoader shared;
    private final AllowList list = AllowList.get();
    private final Map<String, ClassModel> models = new HashMap<>();

    /**
     * @param own the domain's class files by binary name; null for a name that is not its own
     * @param shared defines all other types
     */
    DomainTypes(Function<String, byte[]> own, ClassLoader shared) {
        this.own = own;
        this.shared = shared;
    }

    static String binaryName(ClassEntry entry) {
        return entry.asInternalName().replace('/', '.');
    }

    /** Whether the domain has a class of its own of this name. */
    boolean owns(String name) {
        return models.containsKey(name) || own.apply(name) != null;
    }

    /**
     * The class file of the domain's own class; null for others.
     *
     * @throws IllegalArgumentException if it is none
     */
    ClassModel model(String name) {
        ClassModel known = models.get(name);
        if (known == null) {
            byte[] bytes = own.apply(name);
            if (bytes != null) {
                // Written once more, so that hostile bytes are read by java.lang.classfile alone.
                ClassFile classFile = ClassFile.of();
                known = classFile.parse(classFile.transformClass(classFile.parse(bytes), ClassTransform.ACCEPT_ALL));
                models.put(name, known);
            }
        }
        return known;
    }

    boolean isOwn(ClassEntry entry) {
        return !entry.asInternalName().startsWith("[") && model(binaryName(entry)) != null;
    }

    /** A shared type; null if there is none. */
    Class<?> shared(String name) {
        try {
            return Class.forName(name, false, shared);
        } catch (ClassNotFoundException | LinkageError e) {
            return null;
        }
    }

    private static String element(ClassEntry entry) {
        String name = entry.asInternalName();
        int dimensions = name.lastIndexOf('[') + 1;
        if (dimensions == 0) {
            return binaryName(entry);
        }
        return name.charAt(dimensions) == 'L' ? name.substring(dimensions + 1, name.length() - 1).replace('/', '.') : null;
    }

    boolean permits(ClassEntry entry) {
        String name = element(entry);
        if (name == null || model(name) != null || list.isCopied(name) || list.replacement(name) != null) {
            return true;
        }
        Class<?> type = shared(name);
        return type != null && list.permits(type);
    }

    /** How a call is to be made; null if it may not. */
    Rule rule(InvokeInstruction call) {
        return rule(call.owner(), call.name().stringValue(), call.type().stringValue());
    }

    private Rule rule(ClassEntry owner, String name, String descriptor) {
        String type = binaryName(owner);
        if (owner.asInternalName().startsWith("[")) {
            return permits(owner) ? list.rule(Object[].class, name, descriptor) : null;
        }
        return rule(type, name, descriptor);
    }

    private Rule rule(String type, String name, String descriptor) {
        if (list.isCopied(type)) {
            return list.permitsOfCopy(name) ? Rule.PLAIN : null;
        }
        if (list.replacement(type) != null) {
            return LibraryCopies.replacementHas(list.replacement(type), name) ? Rule.PLAIN : null;
        }
        ClassModel model = model(type);
        if (model == null) {
            Class<?> owner = shared(type);
            return owner == null || !list.permits(owner) ? null : list.rule(owner, name, descriptor);
        }
        for (MethodModel method : model.methods()) {
            if (method.methodName().equalsString(name) && method.methodType().equalsString(descriptor)) {
                return Rule.PLAIN;
            }
        }
        // Inherited: whichever ancestor it may come from must permit it. A constructor is not inherited.
        if (name.equals("<init>")) {
            return null;
        }
        Rule inherited = model.superclass().map(s -> rule(binaryName(s), name, descriptor)).orElse(null);
        for (ClassEntry parent : model.interfaces()) {
            inherited = inherited == null ? rule(binaryName(parent), name, descriptor) : inherited;
        }
        // A call through the subclass would pass the replacement by.
        return inherited == null || inherited.replacement() != null ? null : inherited;
    }

    /** Only of what needs no charge or replacement: a handle is called by code that is not rewritten. */
    boolean permitsHandle(MethodHandleEntry handle) {
        MemberRefEntry member = handle.reference();
        if (handle.kind() < MethodHandleKinds.FIRST_METHOD) {
            return false;
        }
        if (handle.kind() == MethodHandleKinds.NEW && !isOwn(member.owner()) && !list.isCopied(binaryName(member.owner()))) {
            return false;
        }
        Rule rule = rule(member.owner(), member.name().stringValue(), member.type().stringValue());
        return rule != null && !rule.charged() && rule.replacement() == null;
    }

    /** {@code REF_} kinds of JVMS 4.4.8. */
    private static final class MethodHandleKinds {
        static final int FIRST_METHOD = 5;
        static final int NEW = 8;
    }

    boolean permitsField(ClassEntry owner, String name, boolean isStatic, boolean read) {
        String type = binaryName(owner);
        for (ClassModel model = model(type); model != null; ) {
            if (model.fields().stream().anyMatch(f -> f.fieldName().equalsString(name))) {
                return true;
            }
            for (ClassEntry parent : model.interfaces()) {
                if (read && permitsField(parent, name, isStatic, true)) {
                    return true;
                }
            }
            type = model.superclass().map(DomainTypes::binaryName).orElse("java.lang.Object");
            model = model(type);
        }
        if (list.isCopied(type)) {
            // What a class of java.util lets its subclasses see: AbstractList.modCount.
            return true;
        }
        Class<?> sharedType = read && isStatic ? shared(type) : null;
        return sharedType != null && list.permits(sharedType) && list.permitsField(sharedType, name);
    }

    /** For the frames of rewritten code. */
    ClassHierarchyResolver hierarchy(Function<String, byte[]> renamed) {
        return ClassHierarchyResolver.ofResourceParsing((ClassDesc type) -> {
                    String name = type.descriptorString().substring(1, type.descriptorString().length() - 1).replace('/', '.');
                    byte[] bytes = renamed.apply(name);
                    return bytes == null ? null : new ByteArrayInputStream(bytes);
                })
                .orElse(ClassHierarchyResolver.ofClassLoading(shared))
                .cached();
    }

    /** Bytes of an object of a class of the domain, with what it inherits. */
    int size(ClassModel model) {
        int bytes = 0;
        for (ClassModel m = model; m != null; ) {
            bytes += fields(m);
            String parent = m.superclass().map(DomainTypes::binaryName).orElse("");
            m = model(parent);
            bytes += m == null && list.isThrowable(parent) ? 4 * ObjectSizes.EXCEPTION : 0;
        }
        return (ObjectSizes.HEADER + bytes + 7) & ~7;
    }

    private static int fields(ClassModel model) {
        List<Integer> sizes = new ArrayList<>();
        model.fields().stream()
                .filter(f -> !f.flags().has(java.lang.reflect.AccessFlag.STATIC))
                .forEach(f -> sizes.add(switch (f.fieldType().stringValue().charAt(0)) {
                    case 'J', 'D' -> 8;
                    case 'Z', 'B' -> 1;
                    case 'S', 'C' -> 2;
                    default -> 4;
                }));
        return sizes.stream().mapToInt(Integer::intValue).sum();
    }

    static boolean isStatic(Opcode opcode) {
        return opcode == Opcode.INVOKESTATIC;
    }
}
