package dev.kenari.image.debian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kenari.image.ImageException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ResolverTest {
    private final StringBuilder packages = new StringBuilder();

    @Test
    void followsDependencies() throws ImageException {
        add("pa", "1", "Depends: pb (>= 2), pc\nPre-Depends: pd");
        add("pb", "2", "Depends: pa");
        add("pc", "1", "");
        add("pd", "1", "");
        add("pe", "1", "");
        assertThat(resolve("pa")).containsExactlyInAnyOrder("pa", "pb", "pc", "pd");
    }

    @Test
    void takesTheNewestVersion() throws ImageException {
        add("pa", "1.10", "");
        add("pa", "1.9", "Depends: nothing");
        assertThat(resolve("pa")).containsExactly("pa");
    }

    @Test
    void prefersWhatIsWantedAnyway() throws ImageException {
        add("needs", "1", "Depends: first | awk");
        add("first", "1", "");
        add("mawk", "1", "Provides: awk");
        assertThat(resolve("needs", "mawk")).containsExactlyInAnyOrder("needs", "mawk");
        assertThat(resolve("needs")).containsExactlyInAnyOrder("needs", "first");
    }

    @Test
    void meetsVersionsByVersionedProvides() throws ImageException {
        add("needs", "1", "Depends: virtual (>= 2)");
        add("old", "1", "Provides: virtual (= 1)");
        add("plain", "1", "Provides: virtual");
        add("new", "1", "Provides: virtual (= 3)");
        assertThat(resolve("needs")).containsExactlyInAnyOrder("needs", "new");
    }

    @Test
    void takesBackAChoiceThatConflicts() throws ImageException {
        add("needs", "1", "Depends: px | py, pz");
        add("px", "1", "Depends: bad");
        add("bad", "1", "Breaks: pz");
        add("py", "1", "");
        add("pz", "1", "");
        assertThat(resolve("needs")).containsExactlyInAnyOrder("needs", "py", "pz");
    }

    @Test
    void reportsAConflict() {
        add("pa", "1", "Conflicts: pb");
        add("pb", "1", "");
        assertThatThrownBy(() -> resolve("pa", "pb"))
                .isInstanceOf(ImageException.class)
                .hasToString("error: package-conflict: pb 1 and pa 1 cannot be installed together");
    }

    @Test
    void aPackageMayConflictWithWhatItProvides() throws ImageException {
        add("mta", "1", "Provides: mail-agent\nConflicts: mail-agent");
        assertThat(resolve("mta")).containsExactly("mta");
    }

    @Test
    void reportsAnUnmetDependency() {
        add("pa", "1", "Depends: pb (>= 3) | pc");
        add("pb", "2", "");
        assertThatThrownBy(() -> resolve("pa"))
                .hasToString("error: unmet-dependency: pa 1 depends on pb (>= 3) | pc, which the mirror does not have");
    }

    @Test
    void namesNearPackages() {
        add("python3", "1", "");
        add("pythonic", "1", "");
        add("zsh", "1", "");
        assertThatThrownBy(() -> resolve("pyton3"))
                .hasToString("error: unknown-package: no Debian package 'pyton3'; did you mean python3?");
        assertThatThrownBy(() -> resolve("quite-other"))
                .hasToString("error: unknown-package: no Debian package 'quite-other'");
    }

    @Test
    void ignoresPackagesThatCannotBeFetchedSafely() {
        packages.append("Package: evil\nVersion: 1\nFilename: ../../etc/passwd\nSize: 1\nSHA256: ")
                .append("0".repeat(64))
                .append("\n\n");
        assertThatThrownBy(() -> resolve("evil")).hasMessageContaining("no Debian package 'evil'");
    }

    private void add(String name, String version, String fields) {
        packages.append("Package: %s%nVersion: %s%nFilename: pool/%s.deb%nSize: 1%nSHA256: %s%n%s%n%n"
                .formatted(name, version, name, "0".repeat(64), fields));
    }

    private List<String> resolve(String... wanted) throws ImageException {
        byte[] text = packages.toString().getBytes(StandardCharsets.UTF_8);
        PackageIndex index = PackageIndex.read(new ByteArrayInputStream(text));
        return new Resolver(index).resolve(List.of(wanted)).stream().map(BinaryPackage::name).toList();
    }
}
