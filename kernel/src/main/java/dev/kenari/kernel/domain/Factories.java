package dev.kenari.kernel.domain;

import static java.lang.constant.ConstantDescs.INIT_NAME;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.LinkedHashMap;
import java.util.Map;

/** Static methods of a rewritten class that make objects of shared types and charge for them: their constructors can't. */
final class Factories {
    private record Key(ClassDesc type, MethodTypeDesc constructor) {}

    private final ClassModel owner;
    private final Map<Key, String> names = new LinkedHashMap<>();

    Factories(ClassModel owner) {
        this.owner = owner;
    }

    /** The name of the method that stands for {@code new type(...)}. */
    String factory(ClassDesc type, MethodTypeDesc constructor) {
        return names.computeIfAbsent(new Key(type, constructor), k -> "new$" + names.size());
    }

    static MethodTypeDesc signature(ClassDesc type, MethodTypeDesc constructor) {
        return constructor.changeReturnType(type);
    }

    void write(ClassBuilder builder) {
        names.forEach((key, name) -> builder.withMethodBody(
                name,
                signature(key.type, key.constructor),
                ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC,
                code -> {
                    code.new_(key.type).dup();
                    for (int i = 0; i < key.constructor.parameterCount(); i++) {
                        code.loadLocal(TypeKind.from(key.constructor.parameterType(i)), code.parameterSlot(i));
                    }
                    code.invokespecial(key.type, INIT_NAME, key.constructor).dup();
                    BudgetCalls.result(code);
                    code.areturn();
                }));
    }

    boolean isInterface() {
        return owner.flags().has(java.lang.reflect.AccessFlag.INTERFACE);
    }

    ClassDesc owner() {
        return owner.thisClass().asSymbol();
    }
}
