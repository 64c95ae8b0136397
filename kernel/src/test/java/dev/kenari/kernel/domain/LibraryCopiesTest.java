package dev.kenari.kernel.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.classfile.ClassModel;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.invoke.MethodType;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class LibraryCopiesTest {
    private final Cage cage = new Cage();
    private final LibraryCopies copies = new LibraryCopies(new DomainTypes(name -> null, getClass().getClassLoader()));

    /** What the copies, and what they lead to, call in classes that stand for others. */
    @Test
    void everyReplacementThatTheCopiesCallExistsAndEveryCopyPassesTheJvmsVerifier() throws Exception {
        Deque<String> pending = new ArrayDeque<>();
        AllowList.get().copies().forEach(name -> pending.add(copies.rename(name)));
        Set<String> seen = new TreeSet<>();
        Set<String> missing = new TreeSet<>();
        while (!pending.isEmpty()) {
            String name = pending.pop();
            if (!seen.add(name)) {
                continue;
            }
            Class<?> type = cage.loader.loadClass(name);
            assertThat(type.getClassLoader()).isSameAs(cage.loader);
            Class.forName(name, true, cage.loader);
            ClassModel model = copies.model(name);
            for (InvokeInstruction call : calls(model)) {
                String owner = DomainTypes.binaryName(call.owner());
                if (LibraryCopies.isLibrary(owner)) {
                    pending.add(owner);
                    if (owner.contains(".domain.jdk.") && !exists(owner, call)) {
                        missing.add(owner + "." + call.name().stringValue() + call.type().stringValue() + " for " + name);
                    }
                }
            }
        }
        assertThat(seen.size()).isGreaterThan(60);
        assertThat(missing).isEmpty();
    }

    private static List<InvokeInstruction> calls(ClassModel model) {
        return model.methods().stream()
                .flatMap(m -> m.code().stream())
                .flatMap(code -> code.elementStream())
                .filter(InvokeInstruction.class::isInstance)
                .map(InvokeInstruction.class::cast)
                .toList();
    }

    private boolean exists(String owner, InvokeInstruction member) throws Exception {
        MethodType type = MethodType.fromMethodDescriptorString(member.type().stringValue(), cage.loader);
        try {
            Class<?> target = cage.loader.loadClass(owner);
            if (member.name().equalsString("<init>")) {
                target.getDeclaredConstructor(type.parameterArray());
                return true;
            }
            return target.getDeclaredMethod(member.name().stringValue(), type.parameterArray()).getReturnType() == type.returnType();
        } catch (NoSuchMethodException e) {
            return false;
        }
    }
}
