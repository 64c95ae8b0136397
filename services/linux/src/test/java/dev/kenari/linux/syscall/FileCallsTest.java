package dev.kenari.linux.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kenari.kernel.component.Connector;
import dev.kenari.kernel.component.MarshallingConnector;
import dev.kenari.linux.CrossCompiler;
import dev.kenari.linux.Guest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** One program that makes all kinds of file calls prints the same here and on the host's kernel. */
class FileCallsTest {
    @Test
    void answersAsTheHostsKernelDoes() throws Exception {
        String source;
        try (var in = FileCallsTest.class.getResourceAsStream("files.c")) {
            source = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        byte[] program = CrossCompiler.compile(source, List.of("-static"));
        String expected = underQemu(program);
        for (Connector connector : List.of(Connector.DIRECT, new MarshallingConnector())) {
            Guest.Result result =
                    new Guest(1, connector).file("/bin/files", program).run("files", "/tmp");
            assertThat(result.failure()).isNull();
            assertThat(result.output().lines()).containsExactlyElementsOf(expected.lines().toList());
            assertThat(result.status()).isZero();
        }
    }

    private static String underQemu(byte[] program) throws Exception {
        Path directory = Files.createTempDirectory("kenari-files");
        Path executable = Files.createTempFile("kenari-files", ".elf");
        try {
            Files.write(executable, program);
            Files.setPosixFilePermissions(executable, PosixFilePermissions.fromString("rwx------"));
            Process process = start("qemu-riscv64", executable.toString(), directory.toString());
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(process.waitFor()).isZero();
            return output;
        } finally {
            Files.delete(executable);
            try (Stream<Path> all = Files.walk(directory)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private static Process start(String... command) {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            Assumptions.abort("no " + command[0] + ": install Debian's qemu-user");
            throw new AssertionError(e);
        }
    }
}
