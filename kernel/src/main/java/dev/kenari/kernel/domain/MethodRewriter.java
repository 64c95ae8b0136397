package dev.kenari.kernel.domain;

import static java.lang.constant.ConstantDescs.INIT_NAME;

import dev.kenari.kernel.domain.AllowList.Rule;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ExceptionCatch;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LocalVariable;
import java.lang.classfile.instruction.LocalVariableType;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.NewMultiArrayInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.NewPrimitiveArrayInstruction;
import java.lang.classfile.instruction.NewReferenceArrayInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Rewrites one method.
 *
 * <ul>
 *   <li>At its entry it counts its frame and polls; it keeps its caller's depth in a variable of its own.
 *   <li>Before a jump backwards it polls, once in so many turns: it counts them in a variable of its own.
 *   <li>Every handler first lets the budget look at what was caught: a domain does not handle its own death, nor the JVM's errors.
 *   <li>Objects, arrays and the results of listed methods are charged, arrays before they are made.
 *   <li>After a call into the kernel its depth is set again.
 * </ul>
 *
 * What it inserts lies outside every exception range of the method: ranges are split around it.
 */
final class MethodRewriter implements CodeTransform {
    /** What an interpreted frame takes besides its variables and its operands. */
    private static final int FRAME_WORDS = 12;
    private static final String JDK = "dev.kenari.kernel.domain.jdk.";

    /**
     * A piece of inserted code that no handler of the method covers.
     *
     * @param bci of the instruction that it belongs to
     * @param position how many of the method's own instructions lie before it
     */
    private record Hole(int bci, int position, Label start, Label end) {}

    private final DomainTypes types;
    private final LibraryCopies copies;
    private final Factories factories;
    private final CodeAttribute code;
    private final String self;
    private final String superName;
    private final boolean constructor;
    /** The constructor that calls another class's: it ends the making of the object for the heap's account. */
    private final boolean rootConstructor;
    private final boolean leaf;
    private final int words;
    private final Set<Integer> handlers = new HashSet<>();
    private final List<Hole> holes = new ArrayList<>();
    /** Objects of shared types under construction, by type: their {@code new} was left out. */
    private final Map<String, Integer> pending = new HashMap<>();
    private int caller;
    private int turns;
    private int bci;
    private int position;
    private final Map<Integer, Integer> positions = new HashMap<>();
    private boolean skipDup;

    MethodRewriter(
            DomainTypes types,
            LibraryCopies copies,
            Factories factories,
            ClassModel model,
            MethodModel method,
            boolean leaf) {
        this.types = types;
        this.copies = copies;
        this.factories = factories;
        CodeModel body = method.code().orElseThrow();
        this.code = (CodeAttribute) body;
        this.self = DomainTypes.binaryName(model.thisClass());
        this.superName = model.superclass().map(DomainTypes::binaryName).orElse("");
        this.constructor = method.methodName().equalsString(INIT_NAME);
        this.rootConstructor = constructor && !copies.isOwn(superName);
        this.leaf = leaf;
        this.words = code.maxLocals() + code.maxStack() + FRAME_WORDS;
        for (ExceptionCatch handler : code.exceptionHandlers()) {
            handlers.add(code.labelToBci(handler.handler()));
        }
    }

    private boolean jumpsBack() {
        int[] at = {0};
        return code.elementStream().filter(Instruction.class::isInstance).map(Instruction.class::cast).anyMatch(instruction -> {
            int here = at[0];
            at[0] += instruction.sizeInBytes();
            return targets(instruction).stream().anyMatch(target -> code.labelToBci(target) <= here);
        });
    }

    private static List<Label> targets(Instruction instruction) {
        return switch (instruction) {
            case BranchInstruction branch -> List.of(branch.target());
            case TableSwitchInstruction s -> targets(s.defaultTarget(), s.cases());
            case LookupSwitchInstruction s -> targets(s.defaultTarget(), s.cases());
            default -> List.of();
        };
    }

    @Override
    public void atStart(CodeBuilder builder) {
        if (jumpsBack()) {
            turns = builder.allocateLocal(TypeKind.INT);
            builder.iconst_0().istore(turns);
        }
        if (!leaf) {
            caller = builder.allocateLocal(TypeKind.INT);
            BudgetCalls.enter(builder, words, caller);
        }
    }

    /** Inserts code that no range covers. */
    private void insert(CodeBuilder builder, Consumer<CodeBuilder> inserted) {
        Label start = builder.newBoundLabel();
        inserted.accept(builder);
        holes.add(new Hole(bci, position, start, builder.newBoundLabel()));
    }

    @Override
    public void accept(CodeBuilder builder, CodeElement element) {
        switch (element) {
            case ExceptionCatch range -> {}
            case LocalVariable variable -> {}
            case LocalVariableType variable -> {}
            case Instruction instruction -> {
                positions.put(bci, position);
                if (handlers.remove(bci)) {
                    insert(builder, b -> BudgetCalls.caught(b, caller, words));
                }
                instruction(builder, instruction);
                bci += instruction.sizeInBytes();
            }
            default -> builder.with(element);
        }
    }

    /** One of the method's own instructions, or what stands for it. */
    private void emit(CodeBuilder builder, Consumer<CodeBuilder> own) {
        own.accept(builder);
        position++;
    }

    private void emit(CodeBuilder builder, Instruction own) {
        builder.with(own);
        position++;
    }

    private void instruction(CodeBuilder builder, Instruction instruction) {
        if (skipDup) {
            skipDup = false;
            if (instruction.opcode() != Opcode.DUP) {
                throw new IllegalArgumentException("new without dup in " + self);
            }
            return;
        }
        switch (instruction) {
            case BranchInstruction branch -> jump(builder, branch);
            case TableSwitchInstruction s -> jump(builder, s);
            case LookupSwitchInstruction s -> jump(builder, s);
            case NewObjectInstruction object -> newObject(builder, object);
            case NewPrimitiveArrayInstruction array -> newArray(builder, array, bytes(array.typeKind()));
            case NewReferenceArrayInstruction array -> newArray(builder, array, ObjectSizes.REFERENCE);
            case NewMultiArrayInstruction array -> newArrays(builder, array);
            case InvokeInstruction call -> call(builder, call);
            case InvokeDynamicInstruction dynamic -> {
                emit(builder, dynamic);
                boolean makes = dynamic.typeSymbol().parameterCount() > 0 && !dynamic.typeSymbol().returnType().isPrimitive();
                if (makes) {
                    insert(builder, b -> BudgetCalls.result(b.dup()));
                }
            }
            case ReturnInstruction end -> {
                if (rootConstructor) {
                    insert(builder, b -> BudgetCalls.made(b.aload(0)));
                }
                if (!leaf) {
                    insert(builder, b -> BudgetCalls.leave(b, caller));
                }
                emit(builder, end);
            }
            default -> emit(builder, instruction);
        }
    }

    private static List<Label> targets(Label otherwise, List<SwitchCase> cases) {
        List<Label> targets = new ArrayList<>(List.of(otherwise));
        cases.forEach(c -> targets.add(c.target()));
        return targets;
    }

    private void jump(CodeBuilder builder, Instruction jump) {
        if (targets(jump).stream().anyMatch(target -> code.labelToBci(target) <= bci)) {
            insert(builder, b -> BudgetCalls.poll(b, turns));
        }
        emit(builder, jump);
    }

    private static int bytes(TypeKind kind) {
        return switch (kind) {
            case BYTE, BOOLEAN -> 1;
            case SHORT, CHAR -> 2;
            case LONG, DOUBLE -> 8;
            default -> 4;
        };
    }

    private void newObject(CodeBuilder builder, NewObjectInstruction object) {
        String type = DomainTypes.binaryName(object.className());
        if (copies.isOwn(type)) {
            int size = types.size(copies.model(type));
            insert(builder, b -> BudgetCalls.charge(b, size));
            emit(builder, object);
        } else {
            pending.merge(type, 1, Integer::sum);
            skipDup = true;
        }
    }

    private void newArray(CodeBuilder builder, Instruction array, int elementBytes) {
        insert(builder, b -> BudgetCalls.array(b, elementBytes));
        emit(builder, array);
        insert(builder, b -> BudgetCalls.made(b.dup()));
    }

    private void newArrays(CodeBuilder builder, NewMultiArrayInstruction array) {
        int dimensions = array.dimensions();
        int bytes = builder.allocateLocal(TypeKind.LONG);
        int[] lengths = new int[dimensions];
        insert(builder, b -> {
            for (int i = dimensions - 1; i >= 0; i--) {
                lengths[i] = b.allocateLocal(TypeKind.INT);
                b.istore(lengths[i]);
            }
            b.loadConstant((long) ObjectSizes.ARRAY + Long.BYTES);
            for (int length : lengths) {
                b.iload(length);
                BudgetCalls.times(b);
            }
            b.lstore(bytes);
            BudgetCalls.arrays(b, bytes);
            for (int length : lengths) {
                b.iload(length);
            }
        });
        emit(builder, array);
        insert(builder, b -> BudgetCalls.made(b.dup()));
    }

    private void call(CodeBuilder builder, InvokeInstruction call) {
        ClassEntry owner = call.owner();
        String type = DomainTypes.binaryName(owner);
        String name = call.name().stringValue();
        if (name.equals(INIT_NAME) && pending.getOrDefault(type, 0) > 0) {
            pending.merge(type, -1, Integer::sum);
            construct(builder, call);
            return;
        }
        boolean array = owner.asInternalName().startsWith("[");
        boolean own = !array && copies.isOwn(type);
        if (array && name.equals("clone")) {
            insert(builder, b -> BudgetCalls.cloning(b.dup()));
            emit(builder, call);
            insert(builder, b -> BudgetCalls.made(b.dup()));
            return;
        }
        Rule rule = own ? Rule.PLAIN : copies.rule(call);
        if (rule.replacement() != null) {
            emit(builder, b -> replace(b, call, rule.replacement()));
            return;
        }
        emit(builder, call);
        if (rule.charged()) {
            insert(builder, b -> BudgetCalls.result(b.dup()));
        }
        if (!leaf && !own && type.startsWith("dev.kenari.") && !name.equals(INIT_NAME)) {
            insert(builder, b -> BudgetCalls.back(b, caller, words));
        }
    }

    /** {@code new} of a shared type, whose {@code new} and {@code dup} were left out. */
    private void construct(CodeBuilder builder, InvokeInstruction call) {
        ClassDesc type = call.owner().asSymbol();
        Rule rule = copies.rule(call);
        if (rule.replacement() != null) {
            emit(builder, b -> b.invokestatic(
                    ClassDesc.of(JDK + rule.replacement()), "make", Factories.signature(type, call.typeSymbol())));
        } else {
            String factory = factories.factory(type, call.typeSymbol());
            emit(builder, b -> b.invokestatic(
                    factories.owner(), factory, Factories.signature(type, call.typeSymbol()), factories.isInterface()));
        }
    }

    private static void replace(CodeBuilder builder, InvokeInstruction call, String replacement) {
        MethodTypeDesc type = call.typeSymbol();
        if (call.opcode() != Opcode.INVOKESTATIC) {
            type = type.insertParameterTypes(0, call.owner().asSymbol());
        }
        builder.invokestatic(ClassDesc.of(JDK + replacement), call.name().stringValue(), type);
    }

    @Override
    public void atEnd(CodeBuilder builder) {
        positions.put(bci, position);
        for (ExceptionCatch range : code.exceptionHandlers()) {
            int start = code.labelToBci(range.tryStart());
            int end = code.labelToBci(range.tryEnd());
            Label from = range.tryStart();
            int fromPosition = positions.get(start);
            for (Hole hole : holes) {
                if (hole.bci >= start && hole.bci < end) {
                    cover(builder, from, hole.start, hole.position - fromPosition, range);
                    from = hole.end;
                    fromPosition = hole.position;
                }
            }
            cover(builder, from, range.tryEnd(), positions.get(end) - fromPosition, range);
        }
    }

    /** @param count of own instructions between the labels: a range may not be empty */
    private static void cover(CodeBuilder builder, Label from, Label to, int count, ExceptionCatch range) {
        if (count <= 0) {
            return;
        }
        if (range.catchType().isPresent()) {
            builder.exceptionCatch(from, to, range.handler(), range.catchType().get());
        } else {
            builder.exceptionCatchAll(from, to, range.handler());
        }
    }
}
