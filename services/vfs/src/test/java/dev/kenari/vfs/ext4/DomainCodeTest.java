package dev.kenari.vfs.ext4;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.kernel.domain.ComponentCode;
import dev.kenari.kernel.domain.DomainBudget;
import dev.kenari.kernel.domain.DomainLoader;
import dev.kenari.kernel.domain.DomainQuota;
import dev.kenari.kernel.domain.PrivilegedInstruction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The file systems as a protection domain would get them. */
class DomainCodeTest {
    private static List<String> classes(Class<?> root) throws Exception {
        Path classes = Path.of(root.getProtectionDomain().getCodeSource().getLocation().toURI());
        String inPackage = root.getPackageName();
        try (Stream<Path> files = Files.list(classes.resolve(inPackage.replace('.', '/')))) {
            return files.map(f -> f.getFileName().toString())
                    .filter(f -> f.endsWith(".class") && !f.startsWith("package-info"))
                    .map(f -> inPackage + "." + f.replace(".class", ""))
                    .sorted()
                    .toList();
        }
    }

    /** What still calls the kernel itself is refused for that, and for nothing of the JDK; all else passes, rewritten, the JVM's verifier. */
    @Test
    void ext4UsesNothingOfTheJdkThatADomainHasNot() throws Exception {
        DomainLoader loader = DomainLoader.of(
                "ext4", new DomainBudget(DomainQuota.DEFAULT, () -> true, why -> {}), ComponentCode.asBuilt(Ext4FileSystem.class));
        int passed = 0;
        List<String> all = classes(Ext4FileSystem.class);
        for (String name : all) {
            try {
                loader.loadClass(name);
                passed++;
            } catch (PrivilegedInstruction e) {
                assertThat(e.touched()).as(name).startsWith("dev.kenari.");
            }
        }
        assertThat(passed).isGreaterThan(all.size() * 3 / 4);
    }
}
