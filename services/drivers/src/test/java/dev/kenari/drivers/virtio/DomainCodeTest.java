package dev.kenari.drivers.virtio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.kernel.domain.ComponentCode;
import dev.kenari.kernel.domain.DomainBudget;
import dev.kenari.kernel.domain.DomainLoader;
import dev.kenari.kernel.domain.DomainQuota;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The drivers as a protection domain gets them. */
class DomainCodeTest {
    private static List<String> classes() throws Exception {
        Path root = Path.of(BlockDriver.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        String inPackage = BlockDriver.class.getPackageName();
        try (Stream<Path> files = Files.list(root.resolve(inPackage.replace('.', '/')))) {
            return files.map(f -> f.getFileName().toString())
                    .filter(f -> f.endsWith(".class") && !f.startsWith("package-info"))
                    .map(f -> inPackage + "." + f.replace(".class", ""))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void everyDriversClassesPassTheVerifierAndRewrittenTheJvms() throws Exception {
        assertThat(classes()).hasSizeGreaterThan(15);
        for (String name : classes()) {
            DomainBudget budget = new DomainBudget(DomainQuota.DEFAULT, () -> true, why -> {});
            DomainLoader loader = DomainLoader.of("virtio", budget, ComponentCode.asBuilt(BlockDriver.class));
            assertThat(Class.forName(name, true, loader).getClassLoader()).as(name).isSameAs(loader);
            assertThat(budget.end()).isNull();
        }
    }
}
