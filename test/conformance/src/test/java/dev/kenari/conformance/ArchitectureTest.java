package dev.kenari.conformance;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.kenari.kernel.component.Marshalling;
import dev.kenari.kernel.component.Protocol;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The module rules of ARCHITECTURE.md. The module descriptors prove most of them at compile time; here is the rest. */
class ArchitectureTest {
    private static JavaClasses classes;

    @BeforeAll
    static void load() {
        classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.kenari");
    }

    @Test
    void layersDependDownwardsOnly() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("abi").definedBy("dev.kenari.abi..")
                .layer("machine").definedBy("dev.kenari.machine..")
                .layer("kernel").definedBy("dev.kenari.kernel..")
                .layer("drivers").definedBy("dev.kenari.drivers..")
                .layer("vfs").definedBy("dev.kenari.vfs..")
                .layer("process").definedBy("dev.kenari.process..")
                .layer("linux").definedBy("dev.kenari.linux..")
                .layer("designs").definedBy("dev.kenari.designs..", "dev.kenari.modules..")
                .layer("image").definedBy("dev.kenari.image..")
                .layer("tools").definedBy("dev.kenari.tools..")
                .whereLayer("machine").mayNotAccessAnyLayer()
                .whereLayer("abi").mayNotAccessAnyLayer()
                .whereLayer("kernel").mayOnlyAccessLayers("abi", "machine")
                .whereLayer("drivers").mayOnlyAccessLayers("abi", "machine", "kernel")
                .whereLayer("vfs").mayOnlyAccessLayers("abi", "machine", "kernel", "drivers")
                .whereLayer("process").mayOnlyAccessLayers("abi", "machine", "kernel", "drivers", "vfs")
                .whereLayer("linux").mayOnlyAccessLayers("abi", "machine", "kernel", "vfs", "process")
                .whereLayer("image").mayOnlyAccessLayers("abi")
                .whereLayer("tools").mayNotBeAccessedByAnyLayer()
                .allowEmptyShould(true)
                .check(classes);
    }

    @Test
    void timeEntersThroughTheMachineOnly() {
        noClasses()
                .that().resideInAnyPackage("dev.kenari.kernel..", "dev.kenari.drivers..", "dev.kenari.vfs..",
                        "dev.kenari.process..", "dev.kenari.linux..", "dev.kenari.designs..")
                .should().callMethodWhere(target(nameMatching("nanoTime|currentTimeMillis")))
                .orShould().callMethodWhere(target(nameMatching("now"))
                        .and(target(owner(resideInAPackage("java.time..")))))
                .because("a run must be able to repeat: time enters through dev.kenari.machine.Clock")
                .check(classes);
    }

    @Test
    void randomnessEntersThroughTheMachineOnly() {
        noClasses()
                .that().resideInAnyPackage("dev.kenari.kernel..", "dev.kenari.drivers..", "dev.kenari.vfs..",
                        "dev.kenari.process..", "dev.kenari.linux..", "dev.kenari.designs..")
                .should().dependOnClassesThat().haveNameMatching("java\\.(util\\.Random|security\\.SecureRandom"
                        + "|util\\.concurrent\\.ThreadLocalRandom|util\\.random\\..*|util\\.UUID)")
                .because("a run must be able to repeat: randomness enters through dev.kenari.machine.Entropy")
                .check(classes);
    }

    @Test
    void threadsAreMadeByTasksAndDevicesOnly() {
        noClasses()
                .that().resideInAnyPackage("dev.kenari.kernel..", "dev.kenari.drivers..", "dev.kenari.vfs..",
                        "dev.kenari.process..", "dev.kenari.linux..")
                .and().doNotHaveFullyQualifiedName("dev.kenari.kernel.task.Task")
                .and().doNotHaveFullyQualifiedName("dev.kenari.kernel.sync.KernelLock")
                .and().resideOutsideOfPackage("dev.kenari.kernel.mm..")
                .should().dependOnClassesThat().haveNameMatching("java\\.lang\\.Thread(\\$.*)?")
                .because("the scheduler decides what runs")
                .check(classes);
    }

    @Test
    void servicesDoNotTouchTheHost() {
        noClasses()
                .that().resideInAnyPackage("dev.kenari.kernel..", "dev.kenari.drivers..", "dev.kenari.vfs..",
                        "dev.kenari.process..", "dev.kenari.linux..", "dev.kenari.modules..")
                .and().resideOutsideOfPackage("dev.kenari.modules.build..")
                .should().dependOnClassesThat().resideInAnyPackage("java.nio.file..", "java.nio.channels..", "java.net..")
                .orShould().dependOnClassesThat().haveNameMatching("java\\.io\\.(File.*|RandomAccessFile)")
                .orShould().dependOnClassesThat().haveFullyQualifiedName("java.lang.ProcessBuilder")
                .because("host resources are reached through declared devices")
                .check(classes);
    }

    @Test
    void namesSayWhatAThingIs() {
        noClasses()
                .should().haveNameMatching(".*(Manager|Helper|Utils?|Impl)")
                .because("a field's noun says more")
                .check(classes);
    }

    @Test
    void everyProtocolCanBeMarshalled() {
        List<JavaClass> protocols =
                classes.stream().filter(c -> c.isAnnotatedWith(Protocol.class)).toList();
        assertThat(protocols).hasSizeGreaterThan(3);
        for (JavaClass protocol : protocols) {
            assertThat(Marshalling.of(protocol.reflect()).skeleton()).isNotNull();
        }
    }

    @Test
    void protocolsAreInterfacesOfExportedPackages() {
        classes().that().areAnnotatedWith(Protocol.class).should().beInterfaces().andShould().bePublic().check(classes);
    }
}
