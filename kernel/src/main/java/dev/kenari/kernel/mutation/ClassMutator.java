package dev.kenari.kernel.mutation;

import java.io.ByteArrayInputStream;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeModel;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.instruction.LocalVariable;
import java.lang.classfile.instruction.LocalVariableType;
import java.lang.constant.ClassDesc;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Puts one fault at a time into a component's class files. The classes and a seed decide the fault, so that a campaign's list
 * is the same in every design and every run:
 *
 * <pre>{@code
 * ClassMutator mutator = new ClassMutator(Map.of("dev.kenari.drivers.virtio.BlockDriver", bytes), loader);
 * Mutant mutant = mutator.mutate(seed);    // mutant.site() says what is wrong where; load mutant.classFile() in its place
 * }</pre>
 */
public final class ClassMutator {
    private record Candidate(Site site, int instruction, int edit) {}

    private final Map<String, byte[]> classes;
    private final ClassFile classFile;
    private final List<Candidate> candidates = new ArrayList<>();

    /**
     * @param classes the component's class files by binary name
     * @param types finds the classes that these refer to, as resources; they are not loaded
     * @throws IllegalArgumentException if there is nothing in {@code classes} that could be done wrong
     */
    public ClassMutator(Map<String, byte[]> classes, ClassLoader types) {
        this.classes = new TreeMap<>(classes);
        this.classFile = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(
                own().orElse(ClassHierarchyResolver.ofResourceParsing(types)).cached()));
        this.classes.forEach((name, bytes) -> {
            for (MethodModel method : classFile.parse(bytes).methods()) {
                if (!method.flags().has(AccessFlag.BRIDGE)) {
                    method.code().ifPresent(code -> find(name, method, code));
                }
            }
        });
        if (candidates.isEmpty()) {
            throw new IllegalArgumentException("no code to mutate in " + this.classes.keySet());
        }
    }

    private ClassHierarchyResolver own() {
        return ClassHierarchyResolver.ofResourceParsing((ClassDesc type) -> {
            byte[] bytes = classes.get(type.packageName() + "." + type.displayName());
            return bytes == null ? null : new ByteArrayInputStream(bytes);
        });
    }

    private void find(String className, MethodModel method, CodeModel code) {
        List<Instruction> body = instructions(code);
        Edits edits = new Edits(body);
        String name = method.methodName().stringValue() + method.methodType().stringValue();
        int bci = 0;
        for (int i = 0; i < body.size(); i++) {
            List<Edits.Edit> here = edits.of(body.get(i));
            for (int j = 0; j < here.size(); j++) {
                Site site = new Site(className, name, bci, here.get(j).mutation(), here.get(j).change());
                candidates.add(new Candidate(site, i, j));
            }
            bci += body.get(i).sizeInBytes();
        }
    }

    private static List<Instruction> instructions(CodeModel code) {
        List<Instruction> body = new ArrayList<>();
        code.forEach(element -> {
            if (element instanceof Instruction instruction) {
                body.add(instruction);
            }
        });
        return body;
    }

    /** All faults that can be tried, in a fixed order. Some of them do not pass the JVM's verifier. */
    public List<Site> sites() {
        return candidates.stream().map(Candidate::site).toList();
    }

    /** The fault that {@code seed} chooses, or the next one whose class passes the JVM's verifier. */
    public Mutant mutate(long seed) {
        return choose(candidates, seed);
    }

    /** As {@link #mutate(long)}, of one kind. @throws IllegalArgumentException if there is none of that kind */
    public Mutant mutate(Mutation kind, long seed) {
        return choose(candidates.stream().filter(c -> c.site.mutation() == kind).toList(), seed);
    }

    private Mutant choose(List<Candidate> from, long seed) {
        int first = from.isEmpty() ? 0 : (int) Long.remainderUnsigned(mix(seed), from.size());
        for (int i = 0; i < from.size(); i++) {
            Candidate candidate = from.get((first + i) % from.size());
            byte[] bytes = apply(candidate);
            if (bytes != null && classFile.verify(bytes).isEmpty()) {
                return new Mutant(candidate.site, bytes);
            }
        }
        throw new IllegalArgumentException("no such fault passes the verifier in " + classes.keySet());
    }

    /** The class with the fault in it; null if it makes no sense even without a look at types: a variable read that nothing has set. */
    private byte[] apply(Candidate candidate) {
        ClassModel original = classFile.parse(classes.get(candidate.site.className()));
        ClassTransform transform = (builder, element) -> {
            if (isSite(element, candidate.site)) {
                MethodModel method = (MethodModel) element;
                builder.transformMethod(method, MethodTransform.transformingCode(fault(method, candidate)));
            } else {
                builder.with(element);
            }
        };
        try {
            return classFile.transformClass(original, transform);
        } catch (IllegalArgumentException e) {
            // No stack maps can be made for it.
            return null;
        }
    }

    private static CodeTransform fault(MethodModel method, Candidate candidate) {
        List<Instruction> body = instructions(method.code().orElseThrow());
        Edits.Edit edit = new Edits(body).of(body.get(candidate.instruction)).get(candidate.edit);
        return CodeTransform.ofStateful(() -> {
            int[] next = {0};
            return (builder, element) -> {
                if (element instanceof Instruction && next[0]++ == candidate.instruction) {
                    edit.code().accept(builder);
                } else if (!(element instanceof LocalVariable || element instanceof LocalVariableType)) {
                    // A variable that the fault made unused would be an invalid entry of the table of variables.
                    builder.with(element);
                }
            };
        });
    }

    private static boolean isSite(ClassElement element, Site site) {
        return element instanceof MethodModel method
                && site.method().equals(method.methodName().stringValue() + method.methodType().stringValue());
    }

    /** The finaliser of SplitMix64: neighbouring seeds choose sites far apart. */
    private static long mix(long z) {
        z = (z + 0x9e3779b97f4a7c15L);
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
