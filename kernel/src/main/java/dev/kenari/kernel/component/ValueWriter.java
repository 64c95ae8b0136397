package dev.kenari.kernel.component;

import static dev.kenari.kernel.component.ProtocolWriter.MESSAGE;
import static dev.kenari.kernel.component.ProtocolWriter.desc;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_short;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.INIT_NAME;

import dev.kenari.kernel.ipc.Loan;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Emits the code that writes a value of a type into a message and reads it back: an invocation on the message for what it knows, a static
 * method of the generated class for arrays, lists, enums and records. Both expect the message on the stack, below the value.
 */
final class ValueWriter {
    private static final Map<Class<?>, String> SIMPLE = Map.ofEntries(
            Map.entry(boolean.class, "Boolean"),
            Map.entry(byte.class, "Byte"),
            Map.entry(short.class, "Short"),
            Map.entry(char.class, "Char"),
            Map.entry(int.class, "Int"),
            Map.entry(long.class, "Long"),
            Map.entry(double.class, "Double"),
            Map.entry(String.class, "String"),
            Map.entry(byte[].class, "Bytes"));
    private static final ClassDesc LIST = desc(List.class);
    private static final ClassDesc ARRAY_LIST = desc(ArrayList.class);
    private static final MethodTypeDesc PUT_INT = MethodTypeDesc.of(CD_void, CD_int);
    private static final MethodTypeDesc MAX = MethodTypeDesc.of(CD_int, CD_int, CD_int);
    private static final MethodTypeDesc GET_INT = MethodTypeDesc.of(CD_int);
    private static final int FLAGS = ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC;

    private final ClassDesc self;
    private final Map<Type, Integer> compound = new LinkedHashMap<>();
    private final Deque<Type> pending = new ArrayDeque<>();

    ValueWriter(ClassDesc self) {
        this.self = self;
    }

    /** @throws IllegalArgumentException if values of {@code type} can't be written as bytes */
    static void check(Type type) {
        check(type, new HashSet<>());
    }

    private static void check(Type type, Set<Type> within) {
        if (type == void.class || SIMPLE.containsKey(type)) {
            return;
        }
        if (within.contains(type)) {
            throw new IllegalArgumentException(type.getTypeName() + " contains itself");
        }
        within.add(type);
        if (element(type) instanceof Type element) {
            check(element, within);
        } else if (type instanceof Class<?> c && Modifier.isPublic(c.getModifiers()) && c.isRecord()) {
            for (RecordComponent component : c.getRecordComponents()) {
                check(component.getGenericType(), within);
            }
        } else if (!(type instanceof Class<?> c && Modifier.isPublic(c.getModifiers()) && c.isEnum())) {
            throw new IllegalArgumentException(type.getTypeName() + " can't be marshalled");
        }
        within.remove(type);
    }

    /** What a list or an array consists of; null for anything else. */
    private static Type element(Type type) {
        if (type instanceof ParameterizedType generic && generic.getRawType() == List.class) {
            return generic.getActualTypeArguments()[0];
        }
        return type instanceof Class<?> c ? c.getComponentType() : null;
    }

    private static Class<?> raw(Type type) {
        return type instanceof Class<?> c ? c : List.class;
    }

    private String helper(Type type) {
        return Integer.toString(compound.computeIfAbsent(type, t -> {
            pending.add(t);
            return compound.size();
        }));
    }

    private static MethodTypeDesc writerType(Type type) {
        return MethodTypeDesc.of(CD_void, MESSAGE, desc(raw(type)));
    }

    private static MethodTypeDesc readerType(Type type) {
        return MethodTypeDesc.of(desc(raw(type)), MESSAGE);
    }

    /** Stack: message, value → nothing. */
    void write(CodeBuilder code, Type type) {
        String simple = SIMPLE.get(type);
        if (simple != null) {
            code.invokevirtual(MESSAGE, "put" + simple, MethodTypeDesc.of(CD_void, desc(raw(type))));
        } else {
            code.invokestatic(self, "write" + helper(type), writerType(type));
        }
    }

    /** Stack: message → value. */
    void read(CodeBuilder code, Type type) {
        String simple = SIMPLE.get(type);
        if (simple != null) {
            code.invokevirtual(MESSAGE, "get" + simple, MethodTypeDesc.of(desc(raw(type))));
        } else {
            code.invokestatic(self, "read" + helper(type), readerType(type));
        }
    }

    /** Writes the static methods that the code so far uses. */
    void finish(ClassBuilder c) {
        for (Type type = pending.poll(); type != null; type = pending.poll()) {
            Type t = type;
            c.withMethodBody("write" + compound.get(t), writerType(t), FLAGS, code -> writer(code, t));
            c.withMethodBody("read" + compound.get(t), readerType(t), FLAGS, code -> reader(code, t));
        }
    }

    private void writer(CodeBuilder code, Type type) {
        Label present = code.newLabel();
        code.aload(1).ifnonnull(present).aload(0).loadConstant(-1).invokevirtual(MESSAGE, "putInt", PUT_INT).return_();
        code.labelBinding(present);
        Class<?> raw = raw(type);
        if (raw == List.class) {
            writeList(code, element(type));
        } else if (raw.isArray()) {
            writeArray(code, raw);
        } else if (raw.isEnum()) {
            code.aload(0).aload(1).invokevirtual(desc(raw), "ordinal", GET_INT).invokevirtual(MESSAGE, "putInt", PUT_INT);
        } else {
            writeRecord(code, raw);
        }
        code.return_();
    }

    private void reader(CodeBuilder code, Type type) {
        Label present = code.newLabel();
        Class<?> raw = raw(type);
        int count = code.allocateLocal(TypeKind.INT);
        // An enum's ordinal and a record's mark are no counts of what follows.
        boolean counted = raw == List.class || raw.isArray();
        code.aload(0).invokevirtual(MESSAGE, counted ? "getCount" : "getInt", GET_INT).dup().istore(count);
        code.ifge(present).aconst_null().areturn().labelBinding(present);
        if (raw == List.class) {
            readList(code, element(type), count);
        } else if (raw.isArray()) {
            readArray(code, raw, count);
        } else if (raw.isEnum()) {
            code.invokestatic(desc(raw), "values", MethodTypeDesc.of(desc(raw.arrayType()))).iload(count).aaload();
        } else {
            readRecord(code, raw);
        }
        code.areturn();
    }

    private void writeList(CodeBuilder code, Type element) {
        // Asked once: a list of a domain's may answer anything, and must not make a message that can't be read.
        int size = code.allocateLocal(TypeKind.INT);
        code.aload(1).invokeinterface(LIST, "size", GET_INT).iconst_0().invokestatic(desc(Math.class), "max", MAX).istore(size);
        code.aload(0).iload(size).invokevirtual(MESSAGE, "putInt", PUT_INT);
        loop(code, () -> code.iload(size), at -> {
            code.aload(0).aload(1).iload(at).invokeinterface(LIST, "get", MethodTypeDesc.of(CD_Object, CD_int));
            code.checkcast(desc(raw(element)));
            write(code, element);
        });
    }

    private void readList(CodeBuilder code, Type element, int count) {
        int list = code.allocateLocal(TypeKind.REFERENCE);
        code.new_(ARRAY_LIST).dup().iload(count).invokespecial(ARRAY_LIST, INIT_NAME, PUT_INT).astore(list);
        loop(code, () -> code.iload(count), at -> {
            code.aload(list).aload(0);
            read(code, element);
            code.invokevirtual(ARRAY_LIST, "add", MethodTypeDesc.of(CD_boolean, CD_Object)).pop();
        });
        // Nobody adds to what was received: its memory is not the receiver's.
        code.aload(list).invokestatic(desc(Collections.class), "unmodifiableList", MethodTypeDesc.of(LIST, LIST));
    }

    private void writeArray(CodeBuilder code, Class<?> type) {
        Class<?> element = type.getComponentType();
        code.aload(0).aload(1).arraylength().invokevirtual(MESSAGE, "putInt", PUT_INT);
        loop(code, () -> code.aload(1).arraylength(), at -> {
            code.aload(0).aload(1).iload(at).arrayLoad(TypeKind.from(desc(element)));
            write(code, element);
        });
    }

    private void readArray(CodeBuilder code, Class<?> type, int count) {
        Class<?> element = type.getComponentType();
        int array = code.allocateLocal(TypeKind.REFERENCE);
        code.iload(count);
        if (element.isPrimitive()) {
            code.newarray(TypeKind.from(desc(element)));
        } else {
            code.anewarray(desc(element));
        }
        code.astore(array);
        loop(code, () -> code.iload(count), at -> {
            code.aload(array).iload(at).aload(0);
            read(code, element);
            code.arrayStore(TypeKind.from(desc(element)));
        });
        code.aload(array);
    }

    private void writeRecord(CodeBuilder code, Class<?> type) {
        code.aload(0).loadConstant(0).invokevirtual(MESSAGE, "putInt", PUT_INT);
        for (RecordComponent component : type.getRecordComponents()) {
            code.aload(0).aload(1);
            code.invokevirtual(desc(type), component.getName(), MethodTypeDesc.of(desc(component.getType())));
            write(code, component.getGenericType());
        }
        if (Loan.class.isAssignableFrom(type)) {
            code.aload(0).aload(1).invokevirtual(MESSAGE, "lend", MethodTypeDesc.of(CD_void, desc(Loan.class)));
        }
    }

    private void readRecord(CodeBuilder code, Class<?> type) {
        code.new_(desc(type)).dup();
        for (RecordComponent component : type.getRecordComponents()) {
            code.aload(0);
            read(code, component.getGenericType());
        }
        List<ClassDesc> types = Arrays.stream(type.getRecordComponents()).map(c -> desc(c.getType())).toList();
        code.invokespecial(desc(type), INIT_NAME, MethodTypeDesc.of(CD_void, types));
    }

    private interface Body {
        void emit(int index);
    }

    private static void loop(CodeBuilder code, Runnable end, Body body) {
        int at = code.allocateLocal(TypeKind.INT);
        code.loadConstant(0).istore(at);
        Label next = code.newBoundLabel();
        Label done = code.newLabel();
        code.iload(at);
        end.run();
        code.if_icmpge(done);
        body.emit(at);
        code.iinc(at, 1).goto_(next).labelBinding(done);
    }
}
