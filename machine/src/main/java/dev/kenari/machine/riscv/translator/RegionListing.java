package dev.kenari.machine.riscv.translator;

import dev.kenari.machine.riscv.isa.RegisterNames;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.ExceptionCatch;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.IncrementInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LineNumber;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.NewReferenceArrayInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.classfile.instruction.TypeCheckInstruction;
import java.lang.constant.ClassDesc;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/**
 * A region as text: each guest instruction, and below it the bytecode that it became. What serves several (ways in and out,
 * polls, traps) stands where it is in the method.
 */
final class RegionListing {
    private static final Map<Integer, String> LOCALS = Map.of(
            0, "this", BlockWriter.EXECUTION, "execution", BlockWriter.BASE, "base", BlockWriter.ENTRY, "entry",
            BlockWriter.BUDGET, "budget", BlockWriter.X, "x", BlockWriter.F, "f", BlockWriter.READS, "reads",
            BlockWriter.WRITES, "writes", BlockWriter.TEMPORARY, "temporary");

    private final Map<Label, String> labels = new HashMap<>();
    private final StringBuilder text = new StringBuilder();

    private RegionListing() {}

    /**
     * The methods of {@code classFile}, which was written with line numbers.
     *
     * @param source the text of the guest instruction at an offset
     */
    static String of(byte[] classFile, IntFunction<String> source) {
        return ClassFile.of().parse(classFile).methods().stream()
                .filter(method -> !method.methodName().stringValue().startsWith("<"))
                .map(method -> method.methodName() + ":\n"
                        + of(method.findAttribute(Attributes.code()).orElseThrow(), source))
                .collect(Collectors.joining());
    }

    private static String of(CodeModel code, IntFunction<String> source) {
        RegionListing listing = new RegionListing();
        List<CodeElement> elements = code.elementList();
        elements.forEach(listing::nameLabel);
        elements.forEach(element -> listing.write(element, source));
        return listing.text.toString();
    }

    private void nameLabel(CodeElement element) {
        if (element instanceof LabelTarget target) {
            labels.put(target.label(), "L" + labels.size());
        }
    }

    private void write(CodeElement element, IntFunction<String> source) {
        switch (element) {
            case LineNumber line -> text.append(source.apply(BlockWriter.offset(line.line()))).append('\n');
            case LabelTarget target -> text.append("  ").append(name(target.label())).append(":\n");
            case ExceptionCatch handler ->
                line("catch " + name(handler.tryStart()) + ".." + name(handler.tryEnd()) + " -> " + name(handler.handler()));
            case Instruction instruction -> line(text(instruction));
            default -> {
                // Sizes and the like.
            }
        }
    }

    private void line(String line) {
        text.append("        ").append(line).append('\n');
    }

    private String name(Label label) {
        return labels.getOrDefault(label, "?");
    }

    private String text(Instruction instruction) {
        String name = instruction.opcode().name().toLowerCase(Locale.ROOT);
        return switch (instruction) {
            case LoadInstruction load -> family(name) + " " + local(load.slot());
            case StoreInstruction store -> family(name) + " " + local(store.slot());
            case IncrementInstruction add -> "iinc " + local(add.slot()) + " " + add.constant();
            case ConstantInstruction constant -> "push " + constant.constantValue();
            case BranchInstruction branch -> name + " " + name(branch.target());
            case FieldInstruction field ->
                name + " " + type(field.owner().asSymbol()) + "." + field.name().stringValue();
            case InvokeInstruction call ->
                name + " " + type(call.owner().asSymbol()) + "." + call.name().stringValue() + " "
                        + call.typeSymbol().displayDescriptor();
            case TableSwitchInstruction table -> name + cases(table.cases(), table.defaultTarget());
            case LookupSwitchInstruction lookup -> name + cases(lookup.cases(), lookup.defaultTarget());
            case TypeCheckInstruction check -> name + " " + type(check.type().asSymbol());
            case NewReferenceArrayInstruction array -> name + " " + type(array.componentType().asSymbol());
            default -> name;
        };
    }

    /** The instruction without the short form's number. */
    private static String family(String name) {
        return name.replaceFirst("(_\\d|_w)$", "");
    }

    private static String local(int slot) {
        String page = RegisterAccess.pageName(slot);
        int register = RegisterAccess.register(slot);
        if (page != null) {
            return page;
        }
        if (register < 0) {
            return LOCALS.getOrDefault(slot, "local" + slot);
        }
        return register < RegisterAccess.FLOATING
                ? RegisterNames.x(register)
                : RegisterNames.f(register - RegisterAccess.FLOATING);
    }

    private static String type(ClassDesc type) {
        return type.displayName();
    }

    private String cases(List<SwitchCase> cases, Label otherwise) {
        return cases.stream()
                .map(c -> " " + c.caseValue() + ":" + name(c.target()))
                .collect(Collectors.joining("", "", " else " + name(otherwise)));
    }
}
