package dev.kenari.kernel.domain;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.attribute.SignatureAttribute;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.reflect.AccessFlag;
import java.util.List;

/**
 * Writes what the JVM gets for a class of a domain: the same code with the domain's copies of library classes in the place of the JDK's, and
 * with calls to its {@link DomainBudget} (see {@link MethodRewriter}).
 */
final class ClassRewriter {
    private final DomainTypes types;
    private final LibraryCopies copies;
    private final ClassFile classFile;

    ClassRewriter(DomainTypes types, LibraryCopies copies) {
        this.types = types;
        this.copies = copies;
        this.classFile = ClassFile.of(
                ClassFile.ClassHierarchyResolverOption.of(types.hierarchy(copies::bytes)),
                ClassFile.AttributesProcessingOption.DROP_UNKNOWN_ATTRIBUTES,
                ClassFile.DebugElementsOption.PASS_DEBUG,
                ClassFile.StackMapsOption.STACK_MAPS_WHEN_REQUIRED);
    }

    /** @throws IllegalArgumentException if the class file is not one that the JVM's verifier could pass */
    byte[] rewrite(ClassModel model) {
        byte[] canonical = classFile.transformClass(model, ClassTransform.ACCEPT_ALL);
        ClassModel renamed = classFile.parse(ClassRenamer.rename(canonical, copies::rename));
        boolean overridable = !LibraryCopies.isLibrary(DomainTypes.binaryName(renamed.thisClass())) && isCalledByOthers(renamed);
        Factories factories = new Factories(renamed);
        ClassTransform methods = (builder, element) -> {
            if (element instanceof MethodModel method && method.code().isPresent()) {
                CodeTransform code = new MethodRewriter(types, copies, factories, renamed, method, isLeaf(method, overridable));
                builder.transformMethod(method, MethodTransform.transformingCode(code));
            } else if (!(element instanceof SignatureAttribute)) {
                builder.with(element);
            }
        };
        return classFile.transformClass(renamed, methods.andThen(ClassTransform.endHandler(factories::write)));
    }

    /** Whether code that is not rewritten may call the methods of this class, as one of the JDK calls compareTo. */
    private boolean isCalledByOthers(ClassModel model) {
        boolean plain = model.superclass().map(s -> s.asInternalName()).filter(s -> s.equals("java/lang/Object")
                || s.equals("java/lang/Record") || s.equals("java/lang/Enum")).isPresent();
        return !plain || !model.interfaces().isEmpty() || model.flags().has(AccessFlag.INTERFACE);
    }

    /**
     * A method without calls polls in its loops and needs no poll of its own: whoever calls it polls. Unless that may be code that is not
     * rewritten, which could call it without end.
     */
    private static boolean isLeaf(MethodModel method, boolean overridable) {
        String name = method.methodName().stringValue();
        boolean mine = method.flags().has(AccessFlag.PRIVATE) || method.flags().has(AccessFlag.STATIC) || name.startsWith("<")
                || !overridable && !List.of("equals", "hashCode", "toString").contains(name);
        return mine && !name.startsWith("lambda$") && method.code().map(ClassRewriter::callsNothing).orElse(true);
    }

    private static boolean callsNothing(CodeModel code) {
        for (CodeElement element : code) {
            if (element instanceof InvokeInstruction call && !call.owner().asInternalName().equals("java/lang/Object")
                    || element instanceof InvokeDynamicInstruction) {
                return false;
            }
        }
        return code.exceptionHandlers().isEmpty();
    }

    static ClassDesc desc(Class<?> type) {
        return type.describeConstable().orElseThrow();
    }
}
