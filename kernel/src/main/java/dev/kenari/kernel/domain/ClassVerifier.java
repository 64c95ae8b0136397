package dev.kenari.kernel.domain;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.ConstantDynamicEntry;
import java.lang.classfile.constantpool.LoadableConstantEntry;
import java.lang.classfile.constantpool.MethodHandleEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.classfile.instruction.NewMultiArrayInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.NewReferenceArrayInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.classfile.instruction.TypeCheckInstruction;
import java.lang.reflect.AccessFlag;
import java.util.Set;

/**
 * Refuses a class of a domain that reaches for what the domain may not have. Every instruction that names something outside the class is
 * compared with the {@link AllowList}; what names nothing but is no domain's business (monitors, native code, finalizers, constants that
 * run code) is refused as such. After JVMS chapters 4 and 6.
 */
final class ClassVerifier {
    private static final Set<String> BROAD_HANDLES = Set.of(
            "java.lang.invoke.LambdaMetafactory.metafactory",
            "java.lang.runtime.SwitchBootstraps.typeSwitch",
            "java.lang.runtime.SwitchBootstraps.enumSwitch",
            "java.lang.invoke.StringConcatFactory.makeConcatWithConstants",
            "java.lang.invoke.StringConcatFactory.makeConcat");
    private static final String RECORD_METHODS = "java.lang.runtime.ObjectMethods.bootstrap";

    private final DomainTypes types;
    private final ClassModel model;
    private final String className;
    private String method = "";

    private ClassVerifier(DomainTypes types, ClassModel model) {
        this.types = types;
        this.model = model;
        this.className = DomainTypes.binaryName(model.thisClass());
    }

    /** @throws PrivilegedInstruction naming the first thing that {@code model} may not touch */
    static void verify(DomainTypes types, ClassModel model) {
        new ClassVerifier(types, model).verify();
    }

    private PrivilegedInstruction refuse(String what) {
        return new PrivilegedInstruction(className, method, what);
    }

    private void verify() {
        if (model.majorVersion() != ClassFile.latestMajorVersion() || model.minorVersion() != 0) {
            throw refuse("class file version " + model.majorVersion() + "." + model.minorVersion());
        }
        for (PoolEntry entry : model.constantPool()) {
            if (entry instanceof ConstantDynamicEntry dynamic) {
                throw refuse("a dynamic constant, " + dynamic.name().stringValue());
            }
        }
        model.superclass().ifPresent(this::type);
        model.interfaces().forEach(this::type);
        for (MethodModel m : model.methods()) {
            method = m.methodName().stringValue() + m.methodType().stringValue();
            method(m);
        }
    }

    private void method(MethodModel m) {
        if (m.flags().has(AccessFlag.NATIVE)) {
            throw refuse("native code");
        }
        if (m.flags().has(AccessFlag.SYNCHRONIZED)) {
            throw refuse("a monitor");
        }
        if (method.equals("finalize()V")) {
            throw refuse("the finalizer");
        }
        m.code().ifPresent(this::code);
    }

    private void code(CodeModel code) {
        boolean constructor = method.startsWith("<init>");
        for (CodeElement element : code) {
            switch (element) {
                case InvokeInstruction call -> {
                    if (types.rule(call) == null) {
                        throw refuse(describe(call.owner(), call.name().stringValue()) + call.type().stringValue());
                    }
                }
                case FieldInstruction field -> field(field);
                case InvokeDynamicInstruction dynamic -> dynamic(dynamic);
                case NewObjectInstruction object -> type(object.className());
                case NewReferenceArrayInstruction array -> type(array.componentType());
                case NewMultiArrayInstruction array -> type(array.arrayType());
                case TypeCheckInstruction check -> type(check.type());
                case ConstantInstruction.LoadConstantInstruction constant -> constant(constant.constantEntry());
                case MonitorInstruction monitor -> throw refuse("a monitor");
                case StoreInstruction store when constructor && store.slot() == 0 ->
                    throw refuse("the variable that holds the object under construction");
                default -> {}
            }
        }
        code.exceptionHandlers().forEach(handler -> handler.catchType().ifPresent(this::type));
    }

    private void type(ClassEntry entry) {
        if (!types.permits(entry)) {
            throw refuse(DomainTypes.binaryName(entry));
        }
    }

    private void field(FieldInstruction field) {
        boolean read = field.opcode() == Opcode.GETSTATIC || field.opcode() == Opcode.GETFIELD;
        if (!types.permitsField(field.owner(), field.name().stringValue(), field.opcode() == Opcode.GETSTATIC, read)) {
            throw refuse((read ? "" : "a write to ") + describe(field.owner(), field.name().stringValue()));
        }
    }

    private static String describe(ClassEntry owner, String name) {
        return DomainTypes.binaryName(owner) + "." + name;
    }

    private void constant(LoadableConstantEntry constant) {
        switch (constant) {
            case ClassEntry type -> type(type);
            case MethodHandleEntry handle -> throw refuse("a method handle, " + describe(handle));
            default -> {
                if (constant.typeKind() == java.lang.classfile.TypeKind.REFERENCE && !isString(constant)) {
                    throw refuse("a constant of a kind that it may not load");
                }
            }
        }
    }

    private static boolean isString(PoolEntry entry) {
        return entry.tag() == PoolEntry.TAG_STRING;
    }

    private void dynamic(InvokeDynamicInstruction dynamic) {
        MethodHandleEntry bootstrap = dynamic.invokedynamic().bootstrap().bootstrapMethod();
        String name = DomainTypes.binaryName(bootstrap.reference().owner()) + "." + bootstrap.reference().name().stringValue();
        boolean record = name.equals(RECORD_METHODS);
        if (!record && !BROAD_HANDLES.contains(name)) {
            throw refuse("the bootstrap method " + name);
        }
        for (LoadableConstantEntry argument : dynamic.invokedynamic().bootstrap().arguments()) {
            switch (argument) {
                case MethodHandleEntry handle when record -> ownField(handle);
                case MethodHandleEntry handle -> {
                    if (!types.permitsHandle(handle)) {
                        throw refuse("a method handle, " + describe(handle));
                    }
                }
                case ClassEntry type -> type(type);
                default -> {}
            }
        }
    }

    private void ownField(MethodHandleEntry handle) {
        if (!handle.reference().owner().equals(model.thisClass())) {
            throw refuse("a method handle, " + describe(handle));
        }
    }

    private static String describe(MethodHandleEntry handle) {
        return describe(handle.reference().owner(), handle.reference().name().stringValue()) + handle.reference().type().stringValue();
    }
}
