package dev.kenari.kernel.domain;

import dev.kenari.kernel.domain.AllowList.Rule;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeInstruction;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The library that each domain has for itself: the collections of {@code java.util}, under names of their own, and the classes of
 * {@code domain.jdk}, which stand for what the JDK can't bound. They are rewritten like the domain's code, so that a loop in them polls and
 * what they hold counts; they are trusted, so they are not verified.
 */
final class LibraryCopies {
    private static final String PREFIX = "dev.kenari.copy.";
    private static final String JDK = "dev.kenari.kernel.domain.jdk.";
    /** Serialization and streams, which no domain has. */
    private static final Set<String> DROPPED =
            Set.of("readObject", "writeObject", "readObjectNoData", "spliterator", "stream", "writeReplace", "readResolve");
    private static final String INTERNAL_ARRAYS = "jdk.internal.util.ArraysSupport";
    private static final String REFLECTED_ARRAYS = "java.lang.reflect.Array";

    private final DomainTypes types;
    private final AllowList list = AllowList.get();
    private final Map<String, ClassModel> models = new HashMap<>();

    LibraryCopies(DomainTypes types) {
        this.types = types;
    }

    /** The name under which the domain has {@code name}. */
    String rename(String name) {
        String own = list.replacement(name);
        if (own != null) {
            return JDK + own;
        }
        if (name.equals(INTERNAL_ARRAYS) || name.equals(REFLECTED_ARRAYS)) {
            return JDK + "ArrayCopies";
        }
        return list.isCopied(name) ? PREFIX + name : name;
    }

    /** Whether {@code name} is a class of the library. */
    static boolean isLibrary(String name) {
        return name.startsWith(PREFIX) || name.startsWith(JDK);
    }

    /** Whether the class of {@code domain.jdk} called {@code simpleName} has a member called {@code member}. */
    static boolean replacementHas(String simpleName, String member) {
        try {
            Class<?> type = Class.forName(JDK + simpleName, false, LibraryCopies.class.getClassLoader());
            return member.equals("<init>") || Stream.of(type.getMethods()).anyMatch(m -> m.getName().equals(member));
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether the domain defines the class itself: one of its own, or of the library. */
    boolean isOwn(String name) {
        return isLibrary(name) || types.owns(name);
    }

    /** A class that the domain defines; before its references are renamed, if it is the domain's. */
    ClassModel model(String name) {
        return isLibrary(name) ? models.computeIfAbsent(name, this::parse) : types.model(name);
    }

    private ClassModel parse(String name) {
        String resource = (name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name).replace('.', '/') + ".class";
        try (InputStream in = name.startsWith(PREFIX)
                ? Object.class.getModule().getResourceAsStream(resource)
                : LibraryCopies.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException("no class " + name);
            }
            ClassFile classFile = ClassFile.of();
            ClassModel original = classFile.parse(in.readAllBytes());
            if (!name.startsWith(PREFIX)) {
                return original;
            }
            byte[] trimmed = classFile.transformClass(original, ClassTransform.dropping(e ->
                    e instanceof MethodModel m && DROPPED.contains(m.methodName().stringValue())));
            return classFile.parse(ClassRenamer.rename(trimmed, this::rename));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The class file of what the domain defines, under its own name; null for shared types. For the frames of rewritten code. */
    byte[] bytes(String name) {
        if (!isOwn(name)) {
            return null;
        }
        return ClassRenamer.rename(ClassFile.of().transformClass(model(name), ClassTransform.ACCEPT_ALL), this::rename);
    }

    /** How rewritten code calls a shared method; the verifier has let it pass, and library code is trusted. */
    Rule rule(InvokeInstruction call) {
        Rule rule = types.rule(call);
        return rule == null ? Rule.PLAIN : rule;
    }
}
