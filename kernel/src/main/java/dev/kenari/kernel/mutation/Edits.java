package dev.kenari.kernel.mutation;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Instruction;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.ArrayStoreInstruction;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.IncrementInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.constant.ClassDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** What can be done wrong at each instruction of one method. */
final class Edits {
    /** @param code writes what stands in the instruction's place */
    record Edit(Mutation mutation, String change, Consumer<CodeBuilder> code) {}

    /** A conditional jump and its opposite (JVMS section 6.5, if&lt;cond&gt;). */
    private static final Map<Opcode, Opcode> INVERSE = both(Map.of(
            Opcode.IFEQ, Opcode.IFNE,
            Opcode.IFLT, Opcode.IFGE,
            Opcode.IFGT, Opcode.IFLE,
            Opcode.IF_ICMPEQ, Opcode.IF_ICMPNE,
            Opcode.IF_ICMPLT, Opcode.IF_ICMPGE,
            Opcode.IF_ICMPGT, Opcode.IF_ICMPLE,
            Opcode.IF_ACMPEQ, Opcode.IF_ACMPNE,
            Opcode.IFNULL, Opcode.IFNONNULL));

    private static final Map<Opcode, Opcode> BOUND = both(Map.of(
            Opcode.IFLT, Opcode.IFLE,
            Opcode.IFGT, Opcode.IFGE,
            Opcode.IF_ICMPLT, Opcode.IF_ICMPLE,
            Opcode.IF_ICMPGT, Opcode.IF_ICMPGE));

    private static final Map<Opcode, Opcode> OPERATOR = both(Map.of(
            Opcode.IADD, Opcode.ISUB,
            Opcode.LADD, Opcode.LSUB,
            Opcode.IAND, Opcode.IOR,
            Opcode.LAND, Opcode.LOR,
            Opcode.ISHL, Opcode.IUSHR,
            Opcode.LSHL, Opcode.LUSHR,
            Opcode.IMUL, Opcode.IDIV,
            Opcode.LMUL, Opcode.LDIV,
            Opcode.ISHR, Opcode.IREM));

    private final Map<TypeKind, Set<Integer>> slots = new TreeMap<>();
    private final Map<String, Set<String>> fields = new TreeMap<>();

    /** @param body the instructions of the method, whose variables and fields are what another may be taken for */
    Edits(List<Instruction> body) {
        for (Instruction instruction : body) {
            if (instruction instanceof LoadInstruction load) {
                slots.computeIfAbsent(load.typeKind(), k -> new TreeSet<>()).add(load.slot());
            } else if (instruction instanceof FieldInstruction field) {
                fields.computeIfAbsent(kind(field), k -> new TreeSet<>()).add(field.name().stringValue());
            }
        }
    }

    private static Map<Opcode, Opcode> both(Map<Opcode, Opcode> oneWay) {
        Map<Opcode, Opcode> all = new TreeMap<>(oneWay);
        oneWay.forEach((a, b) -> all.put(b, a));
        return Map.copyOf(all);
    }

    List<Edit> of(Instruction instruction) {
        List<Edit> edits = new ArrayList<>();
        switch (instruction) {
            case BranchInstruction branch -> branch(branch, edits);
            case OperatorInstruction operator -> operator(operator, edits);
            case ConstantInstruction constant -> constant(constant, edits);
            case LoadInstruction load -> load(load, edits);
            case StoreInstruction store -> drop(store, edits, b -> pop(b, store.typeKind()));
            case IncrementInstruction step -> step(step, edits);
            case FieldInstruction field -> field(field, edits);
            case ArrayStoreInstruction store -> drop(store, edits, b -> {
                pop(b, store.typeKind());
                b.pop2();
            });
            case InvokeInstruction call -> call(call, edits);
            default -> {}
        }
        return edits;
    }

    private static void branch(BranchInstruction branch, List<Edit> edits) {
        Opcode opcode = branch.opcode();
        Opcode inverse = INVERSE.get(opcode);
        if (inverse == null) {
            return;
        }
        edits.add(new Edit(Mutation.INVERTED_BRANCH, opcode + " -> " + inverse, b -> b.branch(inverse, branch.target())));
        Opcode bound = BOUND.get(opcode);
        if (bound != null) {
            edits.add(new Edit(Mutation.OFF_BY_ONE, opcode + " -> " + bound, b -> b.branch(bound, branch.target())));
        }
        boolean two = opcode.name().startsWith("IF_");
        drop(branch, edits, b -> {
            if (two) {
                b.pop2();
            } else {
                b.pop();
            }
        });
    }

    private static void operator(OperatorInstruction operator, List<Edit> edits) {
        Opcode opcode = operator.opcode();
        Opcode wrong = OPERATOR.get(opcode);
        if (wrong != null) {
            edits.add(new Edit(Mutation.WRONG_OPERAND, opcode + " -> " + wrong, b -> b.with(OperatorInstruction.of(wrong))));
            boolean shift = opcode.name().endsWith("SHL") || opcode.name().endsWith("SHR");
            drop(operator, edits, b -> pop(b, shift ? TypeKind.INT : operator.typeKind()));
        }
    }

    private static void constant(ConstantInstruction constant, List<Edit> edits) {
        if (constant.constantValue() instanceof Integer value) {
            number(value, Integer.SIZE, edits, (b, wrong) -> b.loadConstant((int) (long) wrong));
        } else if (constant.constantValue() instanceof Long value) {
            number(value, Long.SIZE, edits, (b, wrong) -> b.loadConstant((long) wrong));
        }
    }

    private static void number(long value, int bits, List<Edit> edits, BiConsumer<CodeBuilder, Long> code) {
        for (long wrong : new long[] {value - 1, value + 1}) {
            edits.add(new Edit(Mutation.OFF_BY_ONE, value + " -> " + wrong, b -> code.accept(b, wrong)));
        }
        for (int bit : new int[] {1, 3, 7, bits - 1}) {
            long wrong = value ^ (bit == Integer.SIZE - 1 ? Integer.MIN_VALUE : 1L << bit);
            edits.add(new Edit(Mutation.WRONG_OPERAND, value + " -> " + wrong, b -> code.accept(b, wrong)));
        }
    }

    private void load(LoadInstruction load, List<Edit> edits) {
        for (int slot : slots.get(load.typeKind())) {
            if (slot != load.slot()) {
                edits.add(new Edit(Mutation.WRONG_OPERAND, "variable " + load.slot() + " -> " + slot,
                        b -> b.loadLocal(load.typeKind(), slot)));
            }
        }
    }

    private static void step(IncrementInstruction step, List<Edit> edits) {
        drop(step, edits, b -> {});
        for (int wrong : new int[] {step.constant() - 1, step.constant() + 1}) {
            edits.add(new Edit(Mutation.OFF_BY_ONE, "step " + step.constant() + " -> " + wrong, b -> b.iinc(step.slot(), wrong)));
        }
    }

    private void field(FieldInstruction field, List<Edit> edits) {
        String name = field.name().stringValue();
        for (String other : fields.get(kind(field))) {
            if (!other.equals(name)) {
                edits.add(new Edit(Mutation.WRONG_OPERAND, "field " + name + " -> " + other,
                        b -> b.fieldAccess(field.opcode(), field.owner().asSymbol(), other, field.typeSymbol())));
            }
        }
        if (field.opcode() == Opcode.PUTFIELD || field.opcode() == Opcode.PUTSTATIC) {
            drop(field, edits, b -> {
                pop(b, TypeKind.from(field.typeSymbol()));
                if (field.opcode() == Opcode.PUTFIELD) {
                    b.pop();
                }
            });
        }
    }

    private static void call(InvokeInstruction call, List<Edit> edits) {
        boolean isVoid = TypeKind.from(call.typeSymbol().returnType()) == TypeKind.VOID;
        if (!isVoid || call.name().equalsString("<init>")) {
            return;
        }
        drop(call, edits, b -> {
            for (ClassDesc parameter : call.typeSymbol().parameterList().reversed()) {
                pop(b, TypeKind.from(parameter));
            }
            if (call.opcode() != Opcode.INVOKESTATIC) {
                b.pop();
            }
        });
    }

    private static void drop(Instruction instruction, List<Edit> edits, Consumer<CodeBuilder> pops) {
        edits.add(new Edit(Mutation.DROPPED_INSTRUCTION, instruction.opcode() + " -> nothing", pops));
    }

    private static void pop(CodeBuilder b, TypeKind kind) {
        if (kind.slotSize() == 2) {
            b.pop2();
        } else {
            b.pop();
        }
    }

    /** What a field must share with another to stand in its place. */
    private static String kind(FieldInstruction field) {
        return field.opcode() + " " + field.owner().asInternalName() + " " + field.type().stringValue();
    }
}
