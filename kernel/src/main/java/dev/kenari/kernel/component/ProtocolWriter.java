package dev.kenari.kernel.component;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.INIT_NAME;

import dev.kenari.abi.Errno;
import dev.kenari.kernel.ipc.Message;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.ExceptionsAttribute;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Writes the class files of a protocol's stub and skeleton. */
final class ProtocolWriter {
    static final ClassDesc MESSAGE = desc(Message.class);
    private static final ClassDesc CHANNEL = desc(Channel.class);
    private static final ClassDesc ERRNO = desc(Errno.class);
    private static final int CODE_FLAGS = ClassFile.ACC_PUBLIC | ClassFile.ACC_FINAL;

    private ProtocolWriter() {}

    static ClassDesc desc(Class<?> type) {
        return type.describeConstable().orElseThrow();
    }

    private static ClassDesc named(Class<?> protocol, String part) {
        return ClassDesc.of("dev.kenari.generated." + protocol.getName().replace('.', '_').replace('$', '_') + part);
    }

    /** A class that implements the protocol by messages; its constructor takes the channel. */
    static byte[] stub(Class<?> protocol, List<Method> methods) {
        ClassDesc self = named(protocol, "Stub");
        return write(self, c -> {
            c.withInterfaceSymbols(desc(protocol), desc(Stub.class));
            c.withField("channel", CHANNEL, ClassFile.ACC_PRIVATE | ClassFile.ACC_FINAL);
            c.withMethodBody(INIT_NAME, MethodTypeDesc.of(CD_void, CHANNEL), ClassFile.ACC_PUBLIC, code -> code.aload(0)
                    .invokespecial(CD_Object, INIT_NAME, ConstantDescs.MTD_void)
                    .aload(0)
                    .aload(1)
                    .putfield(self, "channel", CHANNEL)
                    .return_());
            c.withMethodBody(
                    "stubChannel", MethodTypeDesc.of(CHANNEL), CODE_FLAGS, code -> code.aload(0)
                            .getfield(self, "channel", CHANNEL)
                            .areturn());
            ValueWriter values = new ValueWriter(self);
            for (int i = 0; i < methods.size(); i++) {
                stubMethod(c, self, values, methods.get(i), i);
            }
            values.finish(c);
        });
    }

    private static void stubMethod(ClassBuilder c, ClassDesc self, ValueWriter values, Method method, int index) {
        MethodTypeDesc type = MethodTypeDesc.of(
                desc(method.getReturnType()),
                Arrays.stream(method.getParameterTypes()).map(ProtocolWriter::desc).toList());
        c.withMethod(method.getName(), type, CODE_FLAGS, m -> {
            if (method.getExceptionTypes().length > 0) {
                m.with(ExceptionsAttribute.ofSymbols(ERRNO));
            }
            m.withCode(code -> {
                int message = code.allocateLocal(TypeKind.REFERENCE);
                Label again = code.newBoundLabel();
                code.aload(0)
                        .getfield(self, "channel", CHANNEL)
                        .loadConstant(index)
                        .invokeinterface(CHANNEL, "request", MethodTypeDesc.of(MESSAGE, CD_int))
                        .astore(message);
                Type[] parameters = method.getGenericParameterTypes();
                for (int i = 0; i < parameters.length; i++) {
                    code.aload(message).loadLocal(TypeKind.from(type.parameterType(i)), code.parameterSlot(i));
                    values.write(code, checked(method, parameters[i]));
                }
                code.aload(0)
                        .getfield(self, "channel", CHANNEL)
                        .aload(message)
                        .invokeinterface(CHANNEL, "call", MethodTypeDesc.of(CD_boolean, MESSAGE))
                        .ifeq(again);
                if (method.getReturnType() != void.class) {
                    code.aload(message);
                    values.read(code, checked(method, method.getGenericReturnType()));
                }
                code.return_(TypeKind.from(type.returnType()));
            });
        });
    }

    /** A {@link Skeleton}. */
    static byte[] skeleton(Class<?> protocol, List<Method> methods) {
        ClassDesc self = named(protocol, "Skeleton");
        return write(self, c -> {
            c.withInterfaceSymbols(desc(Skeleton.class));
            c.withMethodBody(INIT_NAME, ConstantDescs.MTD_void, ClassFile.ACC_PUBLIC, code -> code.aload(0)
                    .invokespecial(CD_Object, INIT_NAME, ConstantDescs.MTD_void)
                    .return_());
            ValueWriter values = new ValueWriter(self);
            for (int i = 0; i < methods.size(); i++) {
                Method method = methods.get(i);
                c.withMethodBody(
                        "serve" + i,
                        MethodTypeDesc.of(CD_void, desc(protocol), MESSAGE),
                        ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC,
                        code -> serve(code, protocol, values, method));
            }
            c.withMethodBody("serve", MethodTypeDesc.of(CD_void, CD_Object, MESSAGE), ClassFile.ACC_PUBLIC, code -> {
                Label unknown = code.newLabel();
                List<SwitchCase> cases = new ArrayList<>();
                for (int i = 0; i < methods.size(); i++) {
                    cases.add(SwitchCase.of(i, code.newLabel()));
                }
                code.aload(1).checkcast(desc(protocol)).aload(2).aload(2)
                        .invokevirtual(MESSAGE, "method", MethodTypeDesc.of(CD_int))
                        .tableswitch(unknown, cases);
                for (int i = 0; i < methods.size(); i++) {
                    code.labelBinding(cases.get(i).target())
                            .invokestatic(self, "serve" + i, MethodTypeDesc.of(CD_void, desc(protocol), MESSAGE))
                            .return_();
                }
                code.labelBinding(unknown).getstatic(ERRNO, "ENOSYS", ERRNO).athrow();
            });
            values.finish(c);
        });
    }

    private static void serve(CodeBuilder code, Class<?> protocol, ValueWriter values, Method method) {
        code.aload(0);
        for (Type parameter : method.getGenericParameterTypes()) {
            code.aload(1);
            values.read(code, checked(method, parameter));
        }
        MethodTypeDesc type = MethodTypeDesc.of(
                desc(method.getReturnType()),
                Arrays.stream(method.getParameterTypes()).map(ProtocolWriter::desc).toList());
        code.invokeinterface(desc(protocol), method.getName(), type);
        boolean empty = method.getReturnType() == void.class;
        TypeKind kind = TypeKind.from(type.returnType());
        int result = empty ? 0 : code.allocateLocal(kind);
        if (!empty) {
            code.storeLocal(kind, result);
        }
        code.aload(1).invokevirtual(MESSAGE, "reply", ConstantDescs.MTD_void);
        if (!empty) {
            code.aload(1).loadLocal(kind, result);
            values.write(code, checked(method, method.getGenericReturnType()));
        }
        code.return_();
    }

    private static Type checked(Method method, Type type) {
        try {
            ValueWriter.check(type);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(method + ": " + e.getMessage(), e);
        }
        return type;
    }

    private static byte[] write(ClassDesc self, Consumer<ClassBuilder> content) {
        return ClassFile.of().build(self, c -> {
            c.withFlags(ClassFile.ACC_PUBLIC | ClassFile.ACC_FINAL | ClassFile.ACC_SYNTHETIC);
            content.accept(c);
        });
    }
}
