package dev.kenari.kernel.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kenari.evil.Forbidden;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicConstantDesc;
import java.lang.constant.MethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ClassVerifierTest {
    private static final Map<String, String> TOUCHED = Map.ofEntries(
            Map.entry("Reflection", "java.lang.Class.getDeclaredField"),
            Map.entry("ClassByName", "java.lang.Class.forName"),
            Map.entry("SharedStatics", "java.lang.System.setProperty"),
            Map.entry("StandardOutput", "java.lang.System.out"),
            Map.entry("Exit", "java.lang.Runtime.getRuntime"),
            Map.entry("Threads", "java.lang.Thread.ofVirtual"),
            Map.entry("Parking", "java.util.concurrent.locks.LockSupport.park"),
            Map.entry("Files", "java.io.File"),
            Map.entry("Sockets", "java.net.Socket"),
            Map.entry("ForeignMemory", "java.lang.foreign.Arena.global"),
            Map.entry("Lookup", "java.lang.invoke.MethodHandles.lookup"),
            Map.entry("Finalizer", "the finalizer"),
            Map.entry("NativeCode", "native code"),
            Map.entry("ClassMonitor", "a monitor"),
            Map.entry("InternedString", "a monitor"),
            Map.entry("Intern", "java.lang.String.intern"),
            Map.entry("SynchronizedMethod", "a monitor"),
            Map.entry("Wait", "java.lang.Object.wait"),
            Map.entry("Notify", "java.lang.Object.notifyAll"),
            Map.entry("LambdaToForbidden", "a method handle, java.lang.System.exit"),
            Map.entry("ConstructorOfForbidden", "a method handle, java.util.Random.<init>"),
            Map.entry("SerializableLambda", "the bootstrap method java.lang.invoke.LambdaMetafactory.altMetafactory"),
            Map.entry("Deserialisation", "java.io.ObjectInputStream"),
            Map.entry("RegularExpression", "java.lang.String.matches"),
            Map.entry("Repeat", "java.lang.String.repeat"),
            Map.entry("Big", "java.math.BigInteger.TWO"),
            Map.entry("Format", "java.lang.String.format"),
            Map.entry("Streams", "java.util.List.parallelStream"),
            Map.entry("StreamOfCopy", "java.util.ArrayList.stream"),
            Map.entry("Inherited", "dev.kenari.evil.Forbidden$Inherited.parallelStream"),
            Map.entry("KernelItself", "dev.kenari.kernel.Kernel.halt"),
            Map.entry("OwnBudget", "dev.kenari.kernel.domain.jdk.Current.BUDGET"),
            Map.entry("Catcher", "dev.kenari.kernel.domain.DomainKilled"));

    private final Cage cage = new Cage();

    static Stream<Class<?>> forbidden() {
        return Stream.of(Forbidden.class.getDeclaredClasses());
    }

    @Test
    void everyForbiddenThingIsExpected() {
        assertThat(forbidden().map(Class::getSimpleName)).containsExactlyInAnyOrderElementsOf(new TreeSet<>(TOUCHED.keySet()));
    }

    @ParameterizedTest
    @MethodSource("forbidden")
    void refusesWhatIsNotAllowedByName(Class<?> component) {
        String name = component.getSimpleName();
        assertThatThrownBy(() -> cage.run("Forbidden$" + name))
                .isInstanceOfSatisfying(PrivilegedInstruction.class, e -> {
                    assertThat(e.className()).isEqualTo(component.getName());
                    assertThat(e.touched()).startsWith(TOUCHED.get(name));
                    assertThat(e.getMessage()).doesNotContain("\n");
                });
        assertThat(cage.budget.end()).startsWith("privileged instruction: " + component.getName());
    }

    /** A class with one static method of the given code. */
    private static byte[] written(int major, Consumer<CodeBuilder> code) {
        return ClassFile.of(ClassFile.StackMapsOption.DROP_STACK_MAPS).build(ClassDesc.of(Cage.PACKAGE + "Written"), c -> c
                .withVersion(major, 0)
                .withFlags(ClassFile.ACC_PUBLIC)
                .withMethodBody("attack", ConstantDescs.MTD_void, ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC, code));
    }

    private static void refused(byte[] classFile, String touched) {
        Cage cage = new Cage();
        cage.made.put(Cage.PACKAGE + "Written", classFile);
        assertThatThrownBy(() -> cage.loader.loadClass(Cage.PACKAGE + "Written"))
                .isInstanceOf(PrivilegedInstruction.class)
                .hasMessageContaining(touched);
    }

    @Test
    void refusesMethodHandleConstants() {
        DirectMethodHandleDesc exit = MethodHandleDesc.ofMethod(
                DirectMethodHandleDesc.Kind.STATIC, ClassDesc.of("java.lang.System"), "exit",
                MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int));
        refused(written(ClassFile.latestMajorVersion(), c -> c.ldc(exit).pop().return_()), "a method handle, java.lang.System.exit");
    }

    @Test
    void refusesDynamicConstants() {
        DynamicConstantDesc<?> constant = DynamicConstantDesc.ofNamed(
                ConstantDescs.ofConstantBootstrap(
                        ClassDesc.of("java.lang.invoke.ConstantBootstraps"), "getStaticFinal", ConstantDescs.CD_Object),
                "out", ClassDesc.of("java.io.PrintStream"));
        refused(written(ClassFile.latestMajorVersion(), c -> c.ldc(constant).pop().return_()), "a dynamic constant, out");
    }

    @Test
    void refusesOldClassFilesAndWithThemSubroutines() {
        refused(written(ClassFile.JAVA_6_VERSION, CodeBuilder::return_), "class file version 50.0");
        byte[] subroutine = written(ClassFile.JAVA_5_VERSION, c -> {
            var target = c.newLabel();
            c.with(java.lang.classfile.instruction.DiscontinuedInstruction.JsrInstruction.of(target));
            c.labelBinding(target).return_();
        });
        refused(subroutine, "class file version 49.0");
    }

    @Test
    void refusesBytesThatAreNoClass() {
        refused(new byte[] {1, 2, 3}, "malformed");
        byte[] cut = written(ClassFile.latestMajorVersion(), CodeBuilder::return_);
        for (int length = 4; length < cut.length; length += 7) {
            Cage other = new Cage();
            other.made.put(Cage.PACKAGE + "Written", java.util.Arrays.copyOf(cut, length));
            assertThatThrownBy(() -> other.loader.loadClass(Cage.PACKAGE + "Written"))
                    .isInstanceOfAny(PrivilegedInstruction.class, LinkageError.class);
        }
    }

    @Test
    void refusesAClassThatCallsItselfAnother() {
        byte[] other = ClassFile.of().build(ClassDesc.of("dev.kenari.kernel.Kernel"), c -> c.withFlags(ClassFile.ACC_PUBLIC));
        refused(other, "the name dev.kenari.kernel.Kernel");
    }

    @Test
    void aForgedClassOfTheKernelIsNotTheDomains() throws ClassNotFoundException {
        String forged = "dev.kenari.kernel.KernelPanic";
        cage.made.put(forged, ClassFile.of().build(ClassDesc.of(forged), c -> c.withFlags(ClassFile.ACC_PUBLIC)));
        assertThat(cage.loader.loadClass(forged)).isSameAs(dev.kenari.kernel.KernelPanic.class);
    }

    @Test
    void refusesAConstructorThatHidesItsObject() {
        byte[] classFile = ClassFile.of().build(ClassDesc.of(Cage.PACKAGE + "Written"), c -> c
                .withFlags(ClassFile.ACC_PUBLIC)
                .withMethodBody("<init>", ConstantDescs.MTD_void, ClassFile.ACC_PUBLIC, b -> b.aload(0)
                        .invokespecial(ConstantDescs.CD_Object, "<init>", ConstantDescs.MTD_void)
                        .aconst_null()
                        .astore(0)
                        .return_()));
        refused(classFile, "under construction");
    }

    @Test
    void whatPassesCanStillNotReachThePackagesOfOthers() throws Exception {
        Class<?> honest = cage.loader.loadClass(Cage.PACKAGE + "Honest");
        assertThat(honest.getClassLoader()).isSameAs(cage.loader);
        assertThat(honest.getModule().isNamed()).isFalse();
        assertThat(String.class.getModule().isOpen("java.lang", honest.getModule())).isFalse();
    }
}
