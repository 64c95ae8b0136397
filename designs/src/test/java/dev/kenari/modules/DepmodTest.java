package dev.kenari.modules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kenari.kernel.KernelVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** depmod(8) and modinfo(8) of the host judge what the build made. */
class DepmodTest {
    @TempDir
    Path root;

    private Path tree() {
        return root.resolve("lib/modules").resolve(KernelVersion.RELEASE);
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as("%s: %s", List.of(command), output).isZero();
        return output;
    }

    private void writeTree() throws IOException {
        for (String path : ModuleTree.files().keySet()) {
            Path file = tree().resolve(path);
            Files.createDirectories(file.getParent());
            Files.write(file, ModuleTree.read(path));
        }
    }

    @Test
    void indexesAreThoseOfDepmod() throws Exception {
        Path depmod = Path.of("/sbin/depmod");
        assumeTrue(Files.isExecutable(depmod), "skipped: needs the Debian package kmod");
        writeTree();
        List<String> indexes = List.of(
                "modules.dep", "modules.dep.bin", "modules.alias", "modules.alias.bin", "modules.symbols.bin",
                "modules.softdep", "modules.devname", "modules.builtin.bin", "modules.builtin.alias.bin");
        for (String index : indexes) {
            Files.delete(tree().resolve(index));
        }
        run(depmod.toString(), "-b", root.toString(), KernelVersion.RELEASE);
        for (String index : indexes) {
            assertThat(Files.readAllBytes(tree().resolve(index))).as(index).isEqualTo(ModuleTree.read(index));
        }
        assertThat(Files.readAllLines(tree().resolve("modules.symbols")))
                .containsExactlyInAnyOrderElementsOf(new String(ModuleTree.read("modules.symbols")).lines().toList());
    }

    @Test
    void modinfoReadsEveryField() throws Exception {
        Path modinfo = Path.of("/sbin/modinfo");
        assumeTrue(Files.isExecutable(modinfo), "skipped: needs the Debian package kmod");
        writeTree();
        String output = run(modinfo.toString(), tree().resolve("kernel/drivers/block/brd.ko").toString());
        assertThat(output.lines().map(line -> line.replaceAll("\\s+", " ").strip()))
                .contains(
                        "license: Apache-2.0",
                        "alias: block-major-1-*",
                        "name: brd",
                        "intree: Y",
                        "vermagic: 6.12.0-kenari SMP preempt mod_unload modversions riscv",
                        "sig_id: PKCS#7",
                        "parm: rd_size:Size of each RAM disk in kbytes. (ulong)");
    }
}
